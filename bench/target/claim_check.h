// Same work, proved from the other side: what a worker claims against what the target counted.
#pragma once

#include <string>

#include "bench/measure/context.h"
#include "bench/target/process.h"

namespace unblock::bench {

/// Empty when they agree; else one sentence with both figures.
std::string disagreement(const Claim& claim, const TargetReport& report);

}  // namespace unblock::bench
