// Whether two results were measured in the same way: if not, their difference says nothing of the program.
#pragma once

#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::compare {

/// "seconds per round (--min-time) 0.03, then 0.15", one clause each. What a file does not tell does not count.
std::vector<std::string> mismatches(const Run& before, const Run& now);

/// Throws InputError with one sentence where there are mismatches.
void require_same_settings(const Run& before, const Run& now);

}  // namespace unblock::reports::compare
