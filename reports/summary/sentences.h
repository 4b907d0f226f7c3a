// A workload's result in one sentence, made from its numbers and from nothing else.
#pragma once

#include <string>

#include "reports/summary/groups.h"

namespace unblock::reports::summary {

/// Empty when no cell of the group has a result.
std::string sentence(const Group& group);

}  // namespace unblock::reports::summary
