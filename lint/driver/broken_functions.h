// Leaves out the functions of a unit that hold a compile error: what Clang made of them is a guess.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceLocation.h>

#include <vector>

namespace unblock::lint {

/// Takes away the bodies in which one of `errors` stands or an expression could not be understood, as if they were only
/// declared. Returns how many.
unsigned leave_out_broken_functions(clang::ASTContext& ast, const std::vector<clang::SourceLocation>& errors);

}  // namespace unblock::lint
