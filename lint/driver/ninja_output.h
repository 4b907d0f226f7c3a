// A Ninja file that makes the facts of every chosen file and links them: whatever Ninja's commands are put behind (ccache, distcc) does
// the same for the linter.
#pragma once

#include <string>

#include "lint/driver/file_choice.h"
#include "lint/driver/options.h"

namespace unblock::lint {

/// Writes build.ninja into the folder `options.ninja` and says how to run it. Programs are named by the absolute paths they have now.
void write_ninja(const Options& options, const FileChoice& choice);

}  // namespace unblock::lint
