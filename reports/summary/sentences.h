// A workload's result in one sentence, made from its numbers and from nothing else.
#pragma once

#include <string>

#include "reports/summary/groups.h"

namespace unblock::reports::summary {

/// Empty when no cell of the group has a result.
std::string sentence(const Group& group);

/// The same for the largest case that at least two runtimes could do, where that is not the one that is shown in full:
/// "With tasks 10000 · wait_ms 500: …". Empty where there is nothing to add.
std::string sentence_at_scale(const Workload& workload);

/// One of the tasks of this group blocks its thread, so that the latency of the others is the result.
bool stalls(const Group& group);

}  // namespace unblock::reports::summary
