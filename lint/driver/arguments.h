// Makes a command line of the project's own compiler one that Clang accepts.
#pragma once

#include <clang/Tooling/ArgumentsAdjusters.h>

namespace unblock::lint {

/// Drops options that Clang does not know (GCC's own among them), warnings, and what only matters for output files.
clang::tooling::ArgumentsAdjuster tolerate_foreign_flags();

}  // namespace unblock::lint
