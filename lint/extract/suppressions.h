// The comments that silence checks, and the lines they speak of, as clang-tidy understands them.
#pragma once

#include <clang/AST/ASTContext.h>

#include <vector>

#include "lint/facts/facts.h"

namespace unblock::lint {

/// All that stand in one file's text.
std::vector<facts::Suppression> find_suppressions(llvm::StringRef text, const std::string& file);

}  // namespace unblock::lint
