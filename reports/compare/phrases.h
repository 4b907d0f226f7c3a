// What all formats say in the same words: figures, verdicts, the sentences above and below the table.
#pragma once

#include <string>
#include <vector>

#include "reports/model/comparison.h"

namespace unblock::reports::compare {

std::string change_text(double log_ratio);     ///< "+5.6 %"; above a doubling "2.31 x"
std::string share_text(double share);          ///< "0.2 %"
std::string interval_text(const MetricResult& metric);   ///< "+1.1 % to +9.3 %", or "not yet bounded"
std::string metric_text(const MetricResult& metric);     ///< "time", or the metric's name
std::string name_with_metric(const BenchmarkResult& benchmark, const MetricResult& metric);
std::string value_text(const MetricResult& metric, double value);
std::string finds_text(const MetricResult& metric);      ///< "from 3.1 %", "nothing"

/// "slower", "same or faster (2.1 % faster)", "cannot tell yet", "more: +1 per operation", …
std::string verdict_text(const MetricResult& metric);

/// "2 of 14 benchmarks are slower: BM_Sort/1024, BM_Copy." and the like: the one sentence a hurried reader needs.
std::string headline(const Comparison& comparison, Undecided undecided);

/// What the verdicts promise and rest on, one sentence each.
std::vector<std::string> footnotes(const Comparison& comparison);

/// Added, removed, left out, broken: "BM_New: only in the candidate", …
std::vector<std::string> not_compared(const Comparison& comparison);

}  // namespace unblock::reports::compare
