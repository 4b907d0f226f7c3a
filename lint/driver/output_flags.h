// Flags of a compile command that make the compiler write files beside the object: lists of dependencies, diagnostics, statistics,
// caches of modules. A linter writes nothing, so they are taken away before Clang sees them; so is what loads code into it.
#pragma once

#include <string>
#include <vector>

namespace unblock::lint {

/// The first argument is the compiler and stays. Also looks into -Wp, -Xclang and -Xpreprocessor.
std::vector<std::string> without_output_flags(const std::vector<std::string>& arguments);

}  // namespace unblock::lint
