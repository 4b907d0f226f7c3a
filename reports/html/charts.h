// The charts, one file each. Each gives a figure, or nothing where the cells lack what it would show. `prefix` makes ids
// unique when a report shows several runs; `table_id` is the table that has the numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/model/comparison.h"
#include "reports/summary/groups.h"
#include "reports/text/markup.h"

namespace unblock::reports::html {

/// A curve or a histogram of fewer latencies than this shows chance.
inline constexpr std::uint64_t kFewestLatencies = 200;

/// A metric of each cell with its interval, ranked; on a log scale where the values lie far apart.
text::Markup bars(const summary::Group& group, const std::string& metric, const struct Caption& caption);
/// Latency over percentile, both on log scales: the tail takes half of the picture.
text::Markup percentiles(const summary::Group& group, const std::string& prefix, const std::string& table_id);
/// Latency histograms, one row per runtime.
text::Markup histograms(const summary::Group& group, const std::string& prefix, const std::string& table_id);
/// A metric over the argument that the workload varies, log-log.
text::Markup scaling(const summary::Workload& workload, const std::string& metric, const std::string& prefix);
/// Each round against the median of its cell, in the order of the run, where there are more than a table has room for.
text::Markup rounds(const summary::Group& group, const std::string& prefix, const std::string& table_id);
/// The same for a cell of few rounds, small enough for a table; a grey line is a voided round. `range` is the percentage at
/// the upper and lower edge, the same for all cells of a group.
text::Markup round_strip(const Cell& cell, double range);
double range_of_rounds(const summary::Group& group);
/// Recorded waits of a small run: one after the other, or at once.
text::Markup timeline(const summary::Group& group, const std::string& prefix);
/// One number of one benchmark that a comparison judged.
struct Judged {
  const BenchmarkResult* benchmark;
  const MetricResult* metric;
};

/// Ratios between two runs with their intervals, in the order given; `numbers` is the table beside it.
text::Markup ratios(const std::vector<Judged>& judged, const class Table& numbers, const std::string& prefix);

/// The colour of a cell's runtime, called as the group calls it; native cells are dashed.
struct Series series_of(const Cell& cell);

}  // namespace unblock::reports::html
