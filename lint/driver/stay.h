// Stays with one file and lints it whenever it is told to: half of the language server, which holds no Clang.
#pragma once

#include "lint/driver/options.h"

namespace unblock::lint {

/// For each line of standard input: the length of a SARIF log, a line end, the log. Ends with its input; and without an answer when what it
/// stands on (compile database, command, configuration, models) is not as it was: whoever started it starts another one.
int stay(const Options& options);

}  // namespace unblock::lint
