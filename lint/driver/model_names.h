// For --verify-models: which functions of the user's models the linted code declares at all.
#pragma once

#include <clang/AST/ASTContext.h>

#include <string>
#include <utility>
#include <vector>

#include "lint/driver/options.h"

namespace unblock::lint {

/// File and function, for every name without `*` in the user's own model files and the project's.
std::vector<std::pair<std::string, std::string>> named_functions(const Options& options, const std::string& folder);

/// Whether the unit declares something with this qualified name.
bool is_declared(const clang::ASTContext& ast, const std::string& name);

}  // namespace unblock::lint
