// Which commit a result is of.
#pragma once

#include <string>

#include "reports/model/measurement.h"

namespace unblock::bench::gate {

/// What the file's context names (--benchmark_context=commit=…, GIT_COMMIT_HASH and the like), else what the CI service says;
/// may be empty.
std::string commit_of(const reports::Run& run);

}  // namespace unblock::bench::gate
