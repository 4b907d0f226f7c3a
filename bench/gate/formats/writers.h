// What only the gate writes: the table on the terminal, its own JSON, and the exports for services that draw histories.
// Markdown and JUnit are the report's.
#pragma once

#include <string>

#include "reports/model/comparison.h"

namespace unblock::bench::gate {

using reports::Comparison;
using reports::Undecided;

std::string text(const Comparison& comparison, Undecided undecided);
std::string json(const Comparison& comparison, Undecided undecided);

/// For github-action-benchmark with `tool: customSmallerIsBetter`: the candidate's times and counts.
std::string github_action_benchmark(const Comparison& comparison, Undecided undecided);

/// Bencher Metric Format, for `bencher run --adapter json`.
std::string bencher(const Comparison& comparison, Undecided undecided);

}  // namespace unblock::bench::gate
