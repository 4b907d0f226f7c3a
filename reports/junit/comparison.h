// A comparison as a suite: one case per judged number. Slower is a failure, a broken candidate an error, undecided is skipped
// unless the user takes it as slower.
#pragma once

#include <string>

#include "reports/junit/suite.h"
#include "reports/model/comparison.h"

namespace unblock::reports::junit {

Suite comparison_suite(const Comparison& comparison, Undecided undecided, const std::string& name);

/// The whole file.
std::string write_comparison(const Comparison& comparison, Undecided undecided);

}  // namespace unblock::reports::junit
