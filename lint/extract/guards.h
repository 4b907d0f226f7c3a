// What a parameter must be for a call to be made, and which constants calls give to parameters: `stop(false)` does not wait where
// stop() waits only `if (join)`.
#pragma once

#include <vector>

#include "lint/extract/unit.h"
#include "lint/facts/facts.h"

namespace unblock::lint {

/// Tests of parameters that stand around a call, or end the function before it.
std::vector<facts::ParameterTest> parameter_tests(const Unit& unit, const CallSite& call);

/// The integers, truth values and null pointers that a call gives, defaults included.
std::vector<facts::Constant> constants_given(const Unit& unit, const CallSite& call);

}  // namespace unblock::lint
