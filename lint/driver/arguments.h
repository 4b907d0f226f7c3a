// Makes a command line of the project's own compiler one that Clang accepts.
#pragma once

#include <clang/Tooling/ArgumentsAdjusters.h>

#include <array>

namespace unblock::lint {

/// What Clang's driver reads from the environment.
inline constexpr std::array kCompilersEnvironment = {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH", "COMPILER_PATH", "CCC_OVERRIDE_OPTIONS"};

/// Drops options that Clang does not know (GCC's own among them), warnings, and what only matters for output files.
clang::tooling::ArgumentsAdjuster tolerate_foreign_flags();

}  // namespace unblock::lint
