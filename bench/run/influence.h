// What a change of the machine's state can do to a number: a doubt belongs where it can change an answer.
#pragma once

#include <string>

#include "bench/machine/stillness.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

/// By what share the change between two canaries can have moved the headline of this round at most: 0.1 is 10 %. Speed counts as
/// far as the worker computed, trips between CPUs as far as it crossed to the target; memory and counts are not moved at all.
double influence(const reports::Cell& cell, const reports::Round& round, const Canary& before, const Canary& after);

/// "the time of a trip between two CPUs changed by +40 %": the larger of the two changes.
std::string describe_change(const Canary& before, const Canary& after);

}  // namespace unblock::bench
