// What a cell is judged by. The workload says it, and the file of results carries it.
#pragma once

#include <span>
#include <string>

#include "reports/model/measurement.h"

namespace unblock::reports::metrics {

/// The metric that a cell is judged by: the file says it. In an older one it is the tail of latency where requests came by a
/// schedule or a task blocked its thread, else the time per operation.
std::string headline(const Cell& cell);

/// How many values stand behind a percentile, on average over the rounds; 0 where that is not known.
double sample_of(const Cell& cell, const std::string& percentile);

/// False for a percentile of so small a sample that fewer than ten values lie beyond it: its place is luck.
bool carried(const Cell& cell, const std::string& metric);

/// The metric by which all these cells can be ranked: their headline, or where the sample of one cannot carry that
/// percentile, the next lower one that all can. Empty where no cell has a result, or nothing is common to all.
std::string ranking_metric(std::span<const Cell* const> cells);

}  // namespace unblock::reports::metrics
