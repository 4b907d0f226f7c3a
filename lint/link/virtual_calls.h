// Virtual calls: which overriders of all units may run.
#pragma once

#include "lint/link/program.h"

namespace unblock::lint {

void add_overriders(Program& program);

}  // namespace unblock::lint
