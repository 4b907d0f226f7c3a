// JUnit XML, which every CI system reads: each cell, each comparison and each finding is a test case.
#pragma once

#include <string>

#include "reports/model/report.h"

namespace unblock::reports::junit {

/// A cell fails when a verdict withholds it or it failed, and is skipped when it is not applicable. A comparison fails
/// when it got slower. A finding fails unless it is a note.
std::string write(const Report& report);

}  // namespace unblock::reports::junit
