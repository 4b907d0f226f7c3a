// A ratio of fewer than six pairs gets Student's interval: the range of so few covers much less than 95 %.
#include "reports/summary/standing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "reports/metrics/metrics.h"
#include "reports/text/quantity.h"
#include "statistics/median.h"

namespace unblock::reports::summary {
namespace {

/// Older files do not mark the runtime that the others are held against.
constexpr char kFloor[] = "epoll";
constexpr double kAlike = 0.02;
constexpr std::size_t kEnoughForRanks = 6;

std::optional<double> value_of(const Round& round, const std::string& metric, double operations) {
  if (const auto found = round.metrics.find(metric); found != round.metrics.end()) return found->second;
  if (metric == metrics::kTime && operations > 0) return round.real_time_ns / operations;
  return std::nullopt;
}

/// By block, or by the place in the order where no block is known. Voided rounds keep their place and give no value.
std::map<std::size_t, double> values_of(const Cell& cell, const std::string& metric) {
  std::map<std::size_t, std::vector<double>> by_block;
  for (std::size_t i = 0; i < cell.rounds.size(); ++i) {
    const Round& round = cell.rounds[i];
    const std::optional<double> value = value_of(round, metric, cell.operations_per_iteration);
    if (!round.voided && value && *value > 0) by_block[round.block > 0 ? round.block : i + 1].push_back(std::log(*value));
  }
  std::map<std::size_t, double> values;
  for (const auto& [block, logs] : by_block) values[block] = statistics::mean(logs);
  return values;
}

std::vector<double> log_ratios(const Cell& a, const Cell& b, const std::string& metric) {
  const std::map<std::size_t, double> first = values_of(a, metric), second = values_of(b, metric);
  std::vector<double> ratios;
  for (const auto& [block, value] : first) {
    if (const auto other = second.find(block); other != second.end()) ratios.push_back(value - other->second);
  }
  return ratios;
}

Interval exponential(const Interval& logs) { return {std::exp(logs.low), std::exp(logs.estimate), std::exp(logs.high)}; }

/// Where no round holds the metric (memory per task is a fit over several cells), the intervals themselves are divided.
Interval ratio_of_intervals(const Cell& a, const Cell& b, const std::string& metric) {
  const auto first = a.metrics.find(metric), second = b.metrics.find(metric);
  if (first == a.metrics.end() || second == b.metrics.end()) return {};
  const Interval &x = first->second, &y = second->second;
  if (!(x.low > 0) || !(y.low > 0)) return {};
  const double ratio = x.estimate / y.estimate;
  if (!x.has_width() || !y.has_width()) return {ratio, ratio, ratio};
  const auto half = [](const Interval& one) { return std::max(std::log(one.high / one.estimate), std::log(one.estimate / one.low)); };
  const double log_half = std::hypot(half(x), half(y));
  return {ratio * std::exp(-log_half), ratio, ratio * std::exp(log_half)};
}

const Cell* floor_of(const Group& group) {
  for (const Cell* cell : group.cells) {
    if ((cell->floor || cell->runtime == kFloor) && has_result(*cell) && !unsettled(*cell)) return cell;
  }
  return nullptr;
}

/// The rank is one more than the number of cells that are certainly better.
void rank(Standings& standings) {
  const bool higher = metrics::meaning(standings.metric).better == metrics::Better::higher;
  std::vector<Standing*> ranked;
  for (Standing& one : standings.cells) {
    if (has_result(*one.cell) && !unsettled(*one.cell)) ranked.push_back(&one);
  }
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    ranked[i]->rank = 1;
    for (std::size_t j = 0; j < i; ++j) {
      const Interval ratio = paired_ratio(*ranked[i]->cell, *ranked[j]->cell, standings.metric);
      standings.judged |= ratio.has_width();
      ranked[i]->rank += told_apart(ratio) && (ratio.estimate > 1) != higher ? 1 : 0;
    }
    if (i > 0) ranked[i]->rank = std::max(ranked[i]->rank, ranked[i - 1]->rank);
  }
  for (std::size_t i = 1; i < ranked.size(); ++i) {
    if (ranked[i]->rank != ranked[i - 1]->rank) continue;
    ranked[i]->tied = ranked[i - 1]->tied = true;
  }
}

}  // namespace

Interval paired_ratio(const Cell& a, const Cell& b, const std::string& metric) {
  if (&a == &b) return {1, 1, 1};
  const std::vector<double> logs = log_ratios(a, b, metric);
  if (logs.empty()) return ratio_of_intervals(a, b, metric);
  if (logs.size() >= kEnoughForRanks) return exponential(statistics::median_interval(logs));
  const double middle = statistics::mean(logs), half = statistics::mean_half_width(statistics::standard_deviation(logs), static_cast<double>(logs.size()));
  return exponential({middle - half, middle, middle + half});
}

bool told_apart(const Interval& ratio) {
  return ratio.has_width() && (ratio.low > 1 + kAlike || ratio.high < 1 / (1 + kAlike));
}

Standings standings(const Group& group) {
  Standings made;
  made.metric = group.metric;
  for (const Cell* cell : group.cells) made.cells.push_back({cell, 0, false, {}});
  if (group.metric.empty()) return made;
  const Cell* floor = floor_of(group);
  made.has_floor = floor != nullptr;
  made.reference = floor != nullptr ? floor : group.cells.front();
  for (Standing& one : made.cells) {
    if (has_result(*one.cell)) one.ratio = paired_ratio(*one.cell, *made.reference, group.metric);
  }
  rank(made);
  return made;
}

std::string ratio_text(const Interval& ratio) {
  if (!(ratio.estimate > 0)) return "";
  if (!ratio.has_width()) return "×" + text::factor(ratio.estimate);
  return fmt::format("×{} to {}", text::factor(ratio.low), text::factor(ratio.high));
}

}  // namespace unblock::reports::summary
