// Cells match by name, placement and kind.
#include "reports/summary/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/summary/groups.h"
#include "reports/summary/metric.h"

namespace unblock::reports::summary {
namespace {

const Cell* same_cell(const Run& run, const Cell& cell) {
  for (const Cell& other : run.cells) {
    if (other.name == cell.name && other.placement == cell.placement && other.kind == cell.kind) return &other;
  }
  return nullptr;
}

double log_half_width(const Interval& interval) {
  if (interval.low <= 0 || interval.estimate <= 0) return 0;
  return std::max(std::log(interval.high / interval.estimate), std::log(interval.estimate / interval.low));
}

Direction direction_of(const Interval& ratio, bool higher_is_better) {
  if (ratio.low <= 1 && ratio.high >= 1) return Direction::undecided;
  return (ratio.estimate > 1) == higher_is_better ? Direction::better : Direction::worse;
}

void add_change(const Cell& base, const Cell& now, const std::string& name, std::vector<Change>& changes) {
  const auto before = base.metrics.find(name), after = now.metrics.find(name);
  if (before == base.metrics.end() || after == now.metrics.end()) return;
  if (before->second.estimate <= 0 || after->second.estimate <= 0) return;
  const Interval ratio = ratio_of(after->second, before->second);
  changes.push_back({&base, &now, name, ratio, direction_of(ratio, metric(name).higher_is_better)});
}

void compare_cells(const Cell& base, const Cell& now, Comparison& comparison) {
  if (!has_result(base) || !has_result(now)) return;
  add_change(base, now, kTime, comparison.changes);
  for (const auto& [name, interval] : base.metrics) {
    if (!metric(name).is_count) continue;
    add_change(base, now, name, comparison.counts);
    if (!comparison.counts.empty() && comparison.counts.back().direction == Direction::undecided) comparison.counts.pop_back();
  }
}

/// Host names and loads differ always; what is compared is what makes times differ.
void compare_environments(Comparison& comparison) {
  for (const char* key : {"cpu", "cpu_model", "num_cpus", "mhz_per_cpu", "kernel", "governor", "compiler", "build_type",
                          "library_build_type", "sanitizer", "host_name"}) {
    const auto base = comparison.base->environment.find(key), now = comparison.now->environment.find(key);
    if (base == comparison.base->environment.end() || now == comparison.now->environment.end()) continue;
    if (base->second == now->second) continue;
    comparison.differences.push_back(fmt::format("{}: {} before, {} now", key, base->second, now->second));
  }
}

void sort_by_size(std::vector<Change>& changes) {
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return std::abs(std::log(a.ratio.estimate)) > std::abs(std::log(b.ratio.estimate));
  });
}

}  // namespace

Interval ratio_of(const Interval& now, const Interval& base) {
  const double ratio = now.estimate / base.estimate;
  const double half = std::hypot(log_half_width(now), log_half_width(base));
  return {ratio * std::exp(-half), ratio, ratio * std::exp(half)};
}

Comparison compare(const Run& base, const Run& now) {
  Comparison comparison;
  comparison.base = &base;
  comparison.now = &now;
  for (const Cell& cell : base.cells) {
    const Cell* other = same_cell(now, cell);
    if (other == nullptr) comparison.only_in_base.push_back(cell.name);
    else compare_cells(cell, *other, comparison);
  }
  for (const Cell& cell : now.cells) {
    if (same_cell(base, cell) == nullptr) comparison.only_in_now.push_back(cell.name);
  }
  compare_environments(comparison);
  sort_by_size(comparison.changes);
  sort_by_size(comparison.counts);
  return comparison;
}

}  // namespace unblock::reports::summary
