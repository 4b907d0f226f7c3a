#include "bench/gate/history/show.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "bench/gate/filter.h"
#include "reports/compare/environment.h"
#include "reports/compare/phrases.h"
#include "reports/metrics/metrics.h"
#include "reports/text/clean.h"
#include "statistics/change_points.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

struct Series {
  std::vector<double> logs;
  std::vector<const HistoryEntry*> entries;
};

Series series_of(const History& history, const std::string& benchmark, const std::string& metric) {
  Series series;
  for (const HistoryEntry& entry : history.entries) {
    const auto found = entry.medians.find(benchmark);
    if (found == entry.medians.end()) continue;
    const auto value = found->second.find(metric);
    if (value == found->second.end() || value->second <= 0) continue;
    series.logs.push_back(std::log(value->second));
    series.entries.push_back(&entry);
  }
  return series;
}

std::vector<std::string> changed_environment(const HistoryEntry& before, const HistoryEntry& after) {
  std::vector<std::string> changes;
  for (const reports::compare::Difference& one : reports::compare::differences(before.environment, after.environment)) {
    changes.push_back(fmt::format("{}: '{}', then '{}'", one.key, one.before, one.now));
  }
  return changes;
}

std::set<std::pair<std::string, std::string>> judged(const History& history, const HistoryOptions& options) {
  std::set<std::pair<std::string, std::string>> result;
  for (const HistoryEntry& entry : history.entries) {
    for (const auto& [benchmark, metrics] : entry.medians) {
      for (const auto& [metric, value] : metrics) {
        if (options.rules.rule_for(metric) != MetricRule::info) result.emplace(benchmark, metric);
      }
    }
  }
  return result;
}

std::string value_of(const std::string& metric, double value) { return reports::metrics::show(metric, value); }

std::string place(const std::string& commit, const std::string& date) { return commit.empty() ? date : fmt::format("{} ({})", commit.substr(0, 12), date); }

}  // namespace

std::vector<HistoryChange> changes_in(const History& history, const HistoryOptions& options) {
  std::vector<HistoryChange> changes;
  for (const auto& [benchmark, metric] : judged(history, options)) {
    if (chosen({benchmark}, options.filter).empty()) continue;
    const Series series = series_of(history, benchmark, metric);
    for (const ChangePoint& point : change_points(series.logs, {0.001, std::log1p(options.least_change), 3})) {
      const HistoryEntry &after = *series.entries[point.index], &before = *series.entries[point.index - 1];
      changes.push_back({benchmark, metric, std::exp(point.before), std::exp(point.after), point.p, after.commit, after.date, before.commit, before.date,
                         changed_environment(before, after)});
    }
  }
  std::stable_sort(changes.begin(), changes.end(), [](const HistoryChange& a, const HistoryChange& b) { return a.date < b.date; });
  return changes;
}

std::string history_text(const History& history, const std::vector<HistoryChange>& changes, const HistoryOptions& options) {
  if (history.entries.empty() && !options.since.empty()) return fmt::format("There are no results since {}.\n", options.since);
  if (history.entries.empty()) return "The history is empty: 'unblock bench history add RESULTS.json --dir DIR' adds to it.\n";
  std::string text = fmt::format("{} result{} from {} to {}\n\n", history.entries.size(), history.entries.size() == 1 ? "" : "s", history.entries.front().date, history.entries.back().date);
  for (const HistoryChange& change : changes) {
    text += fmt::format("{}{}  {}  {} -> {}\n    first at {}, not yet at {}; p = {:.1g}\n", change.benchmark, change.metric == reports::kRealTime ? "" : " " + change.metric,
                        reports::compare::change_text(std::log(change.after / change.before)), value_of(change.metric, change.before), value_of(change.metric, change.after),
                        place(change.commit, change.date), place(change.last_commit, change.last_date), change.p);
    for (const std::string& other : change.environment) text += "    also changed there: " + other + "\n";
  }
  if (changes.empty()) {
    text += fmt::format("No level changed by {} or more{}.\n", reports::compare::share_text(options.least_change),
                        history.entries.size() < 8 ? "; with fewer than 8 results little can be seen" : "");
  }
  text += "\nLevels are found by E-Divisive with a t test at 0.001 (Matteson and James 2014).\n";
  return reports::text::clean(text);
}

std::string history_json(const History& history, const std::vector<HistoryChange>& changes) {
  nlohmann::ordered_json root = {{"results", history.entries.size()}, {"broken", history.broken}, {"changes", nlohmann::ordered_json::array()}};
  for (const HistoryChange& change : changes) {
    root["changes"].push_back({{"benchmark", change.benchmark},
                               {"metric", change.metric},
                               {"before", change.before},
                               {"after", change.after},
                               {"p", change.p},
                               {"commit", change.commit},
                               {"date", change.date},
                               {"last_commit", change.last_commit},
                               {"last_date", change.last_date},
                               {"environment", change.environment}});
  }
  return root.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace unblock::bench::gate
