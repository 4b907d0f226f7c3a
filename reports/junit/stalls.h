// A watched run as test cases: one for each place that made a loop stand still.
#pragma once

#include "reports/junit/suite.h"
#include "reports/model/stalls.h"

namespace unblock::reports::junit {

Suite stalls_suite(const Stalls& stalls);

}  // namespace unblock::reports::junit
