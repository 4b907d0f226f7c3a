// unblock-lint from its options to its exit code.
#pragma once

#include "lint/driver/options.h"

namespace unblock::lint {

/// 0 clean, 1 findings, 2 a file could not be linted. Throws reports::InputError for what the user must change.
int run(const Options& options);

}  // namespace unblock::lint
