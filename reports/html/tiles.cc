// The first thing on the page: four verdicts for a reader who has ten seconds, in words made from the numbers. What the run has no
// numbers for has no tile.
#include <fmt/format.h>

#include <algorithm>

#include "reports/compare/findings.h"
#include "reports/html/sections.h"
#include "reports/metrics/metrics.h"
#include "reports/stalls/join.h"
#include "reports/summary/sentences.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

using metrics::kTime;
using summary::Group;
using summary::label;
using summary::Workload;

text::Markup tile(const std::string& question, const std::string& verdict, const std::string& words, const std::string& link) {
  text::Markup out;
  out.open("li").element("span", {{"class", "asked"}}, question);
  out.element("a", {{"class", "verdict"}, {"href", "#" + link}}, verdict);
  return out.element("span", {{"class", "because"}}, words).close("li").line();
}

/// Of the cells that may be compared: of one group, with a result, not written by hand.
std::vector<const Cell*> comparable(const Group& group, const std::string& metric) {
  std::vector<const Cell*> cells;
  for (const Cell* cell : group.cells) {
    if (cell->kind != CellKind::native && has_result(*cell) && !unsettled(*cell) && estimate(*cell, metric) > 0) cells.push_back(cell);
  }
  return cells;
}

struct Ends {
  const Group* group = nullptr;
  const Cell *low = nullptr, *high = nullptr;  ///< by the metric
  double ratio = 0;
};

/// The cells with the least and the most of a metric.
Ends ends_of(const Group& group, const std::string& metric) {
  const std::vector<const Cell*> cells = comparable(group, metric);
  if (cells.size() < 2) return {};
  const auto less = [&](const Cell* a, const Cell* b) { return estimate(*a, metric) < estimate(*b, metric); };
  const auto [low, high] = std::minmax_element(cells.begin(), cells.end(), less);
  return {&group, *low, *high, estimate(**high, metric) / estimate(**low, metric)};
}

/// Of one kind, so that no language is held against another: the slowest cell that waits one after another, and the fastest.
Ends overlap_in(const Group& group, CellKind kind) {
  constexpr double kOneAtATime = 1.2;
  Ends ends;
  const auto time = [](const Cell& cell) { return estimate(cell, kTime); };
  for (const Cell* cell : comparable(group, kTime)) {
    if (cell->kind != kind) continue;
    const double overlap = estimate(*cell, "overlap_factor");
    if (ends.low == nullptr || time(*cell) < time(*ends.low)) ends.low = cell;
    if (overlap > 0 && overlap <= kOneAtATime && (ends.high == nullptr || time(*cell) > time(*ends.high))) ends.high = cell;
  }
  if (ends.high == nullptr || estimate(*ends.low, "overlap_factor") < 1.5 * kOneAtATime) return {};
  // More waits at once than there were: nobody waited for the tasks.
  if (estimate(*ends.low, "overlap_factor") > 1.1 * ends.low->operations_per_iteration) return {};
  return {&group, ends.low, ends.high, time(*ends.high) / time(*ends.low)};
}

/// The same work once one after another and once overlapped: the group whose times lie furthest apart.
Ends widest_overlap(const std::vector<Workload>& workloads) {
  Ends best;
  for (const CellKind kind : {CellKind::shared, CellKind::guest}) {
    for (const Workload& workload : workloads) {
      for (const Group& group : workload.groups) {
        const Ends ends = overlap_in(group, kind);
        if (ends.ratio > best.ratio) best = ends;
      }
    }
    if (best.group != nullptr) break;
  }
  return best;
}

std::string whole_time(const Cell& cell, double operations) { return text::quantity(estimate(cell, kTime) * operations, text::Unit::nanoseconds); }
std::string bytes(double value) { return text::quantity(value, text::Unit::bytes); }

text::Markup overlap_tile(const Ends& ends, const std::string& prefix) {
  const double operations = ends.low->operations_per_iteration;
  const std::string many = text::plural(static_cast<std::size_t>(operations), ends.low->operation.empty() ? "operation" : ends.low->operation);
  return tile("What overlapping the waits bought", fmt::format("{} times faster", text::factor(ends.ratio)),
              fmt::format("{} took {} on {}, where the waits overlap, and {} on {}, one after another ({}).", many,
                          whole_time(*ends.low, operations), label(*ends.low), whole_time(*ends.high, operations), label(*ends.high), ends.group->workload),
              prefix + ends.group->id);
}

/// A waiting task's memory where it was measured, else the whole process's beside what it overlapped.
text::Markup memory_tile(const std::vector<Workload>& workloads, const Ends& overlap, const std::string& prefix) {
  Ends best;
  for (const Workload& workload : workloads) {
    for (const Group& group : workload.groups) {
      const Ends ends = ends_of(group, "bytes_per_task");
      if (ends.ratio > best.ratio) best = ends;
    }
  }
  constexpr char kQuestion[] = "What it cost in memory";
  if (best.group != nullptr) {
    return tile(kQuestion, fmt::format("{} for a task that waits", bytes(estimate(*best.low, "bytes_per_task"))),
                fmt::format("on {}; {} on {}, the most.", label(*best.low), bytes(estimate(*best.high, "bytes_per_task")), label(*best.high)), prefix + best.group->id);
  }
  if (overlap.group == nullptr) return {};
  const double before = estimate(*overlap.high, "rss_peak_bytes"), after = estimate(*overlap.low, "rss_peak_bytes");
  if (before <= 0 || after <= 0) return {};
  return tile(kQuestion, after > before ? bytes(after - before) + " more" : bytes(before - after) + " less",
              fmt::format("{} needed {} in all for this, {} needed {}.", label(*overlap.low), bytes(after), label(*overlap.high), bytes(before)),
              prefix + overlap.group->id);
}

std::string argument(const Group& group, const std::string& name) {
  const auto found = std::find_if(group.arguments.begin(), group.arguments.end(), [&](const auto& one) { return one.first == name; });
  return found == group.arguments.end() ? "" : found->second;
}

text::Markup stall_tile(const std::vector<Workload>& workloads, const std::string& prefix) {
  Ends worst;
  for (const Workload& workload : workloads) {
    for (const Group& group : workload.groups) {
      if (!summary::stalls(group)) continue;
      const Ends ends = ends_of(group, "latency_p99_ns");
      if (ends.group != nullptr && (worst.group == nullptr || estimate(*ends.high, "latency_p99_ns") > estimate(*worst.high, "latency_p99_ns"))) worst = ends;
    }
  }
  if (worst.group == nullptr) return {};
  const auto late = [](const Cell& cell) { return text::quantity(estimate(cell, "latency_p99_ns"), text::Unit::nanoseconds); };
  const std::string blocked = argument(*worst.group, "stall_ms");
  return tile("What one blocking call did to the other tasks", late(*worst.high) + " late",
              fmt::format("was one wake-up in a hundred on {}, while a task blocked its thread{}; on {} it was {}.", label(*worst.high),
                          blocked.empty() ? "" : " for " + blocked + " ms", label(*worst.low), late(*worst.low)),
              prefix + worst.group->id);
}

/// "mistakes.cc:63": the page has the whole path.
std::string short_place(const Location& location) {
  const std::string file = location.file.substr(location.file.rfind('/') + 1);
  return location.line == 0 ? file : fmt::format("{}:{}", file, location.line);
}

/// The finding that cost most in a watched run; else the first of those that weigh most.
std::string dearest(const Report& report) {
  const stalls::Joined joined = stalls::join(report.findings, report.stalls);
  if (!joined.prices.empty() && joined.prices.front().is_seen()) {
    const stalls::Price& price = joined.prices.front();
    return fmt::format("The most costly, in {}: {} ({})", short_place(price.finding->location), price.finding->message, stalls::price_text(price));
  }
  const Finding* first = nullptr;
  for (const Findings& findings : report.findings) {
    for (const Finding& finding : findings.findings) {
      if (first == nullptr || finding.severity > first->severity) first = &finding;
    }
  }
  return first == nullptr ? "" : fmt::format("The first, in {}: {}", short_place(first->location), first->message);
}

/// "7 findings"; where one run is compared with an earlier one, "2 new findings, 1 fixed, 5 unchanged".
std::string findings_verdict(const std::vector<Findings>& all, std::size_t count) {
  if (all.size() == 1 && all.front().base) return compare::findings_headline(all.front());
  return count == 0 ? "nothing" : text::plural(count, "finding");
}

text::Markup findings_tile(const Report& report) {
  if (report.findings.empty()) return {};
  constexpr std::size_t kMostBytes = 200;
  std::size_t count = 0, unread = 0;
  for (const Findings& findings : report.findings) {
    count += findings.findings.size();
    unread += findings.failed_files.size() + findings.failures.size();
  }
  std::string words = text::shortened(dearest(report), kMostBytes);
  if (count == 0) words = unread > 0 ? "And not everything was read." : "Nothing waits in the wrong way, as far as the checks see.";
  return tile("What the linter found", findings_verdict(report.findings, count), words, "findings");
}

}  // namespace

text::Markup tiles(const Report& report, const std::vector<Shown>& shown) {
  text::Markup items;
  if (!shown.empty()) {
    const std::string& prefix = shown.front().prefix;
    const std::vector<Workload> workloads = summary::workloads(*shown.front().run);
    const Ends overlap = widest_overlap(workloads);
    if (overlap.group != nullptr) items.add(overlap_tile(overlap, prefix));
    items.add(memory_tile(workloads, overlap, prefix)).add(stall_tile(workloads, prefix));
  }
  items.add(findings_tile(report));
  text::Markup out;
  if (items.is_empty()) return out;
  return out.open("ul", {{"class", "tiles"}}).line().add(items).close("ul").line();
}

}  // namespace unblock::reports::html
