// What follows from a comparison as a whole.
#pragma once

#include "reports/model/comparison.h"

namespace unblock::reports::compare {

/// How many numbers are judged by evidence: what Holm corrects for.
std::size_t judged_together(const Comparison& comparison);

/// Undecided, but by its own evidence alone it is slower than is tolerated: more blocks would likely call it so.
bool looks_slower(const MetricResult& metric, const Comparison& comparison);

/// 0 nothing is slower, 1 something is or the candidate failed, 2 it could not be done (nothing compared), 3 undecided,
/// 4 undecided and something looks slower. 1 goes before 2, and 2 before 3 and 4. What an interrupt left open stays 3, however `undecided` is to be taken.
int exit_code(const Comparison& comparison, Undecided undecided);

}  // namespace unblock::reports::compare
