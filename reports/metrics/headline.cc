// A percentile needs values beyond it: ten of them put a 95 % interval of about a third of their number around its rank.
#include "reports/metrics/headline.h"

#include <algorithm>

#include "reports/metrics/metrics.h"

namespace unblock::reports::metrics {
namespace {

constexpr double kLeastBeyond = 10;

bool has(const Cell& cell, const std::string& metric) { return cell.metrics.contains(metric); }

bool has_argument(const Cell& cell, std::string_view name) {
  return std::any_of(cell.arguments.begin(), cell.arguments.end(),
                     [&](const auto& argument) { return argument.first == name && argument.second != "0"; });
}

/// The percentile below this one of the same sample; empty for the lowest and for what is no percentile.
std::string lower_percentile(const std::string& name) {
  const Metric* metric = find(name);
  const Metric* below = nullptr;
  for (const Metric& other : table()) {
    const bool same = metric != nullptr && metric->beyond > 0 && other.sample == metric->sample && other.beyond > metric->beyond;
    if (same && (below == nullptr || other.beyond < below->beyond)) below = &other;
  }
  return below == nullptr ? "" : std::string(below->name);
}

}  // namespace

std::string headline(const Cell& cell) {
  if (!cell.headline.empty()) return cell.headline;
  const bool tail = has_argument(cell, "per_second") || has_argument(cell, "stalling");
  return tail && has(cell, "latency_p99_ns") ? "latency_p99_ns" : kTime;
}

double sample_of(const Cell& cell, const std::string& percentile) {
  const Metric* metric = find(percentile);
  if (metric == nullptr || metric->beyond == 0) return 0;
  const auto counted = cell.metrics.find(std::string(metric->sample));
  return counted == cell.metrics.end() ? 0 : counted->second.estimate;
}

bool carried(const Cell& cell, const std::string& metric) {
  const double sample = sample_of(cell, metric);
  return sample == 0 || sample * find(metric)->beyond >= kLeastBeyond;
}

std::string ranking_metric(std::span<const Cell* const> cells) {
  if (cells.empty()) return {};
  const auto all_have = [&](const std::string& metric) {
    return std::all_of(cells.begin(), cells.end(), [&](const Cell* cell) { return has(*cell, metric) && carried(*cell, metric); });
  };
  for (std::string metric = headline(*cells.front()); !metric.empty(); metric = lower_percentile(metric)) {
    if (all_have(metric)) return metric;
  }
  // Memory per task is a fit over several sizes; where there are too few of them, the overlap is what such a workload shows.
  if (headline(*cells.front()) == "bytes_per_task" && all_have("overlap_factor")) return "overlap_factor";
  return all_have(kTime) ? kTime : "";
}

}  // namespace unblock::reports::metrics
