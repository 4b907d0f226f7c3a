// From an expression to what it is part of, inside one function body. Only what is written: no implicit coroutine code.
#pragma once

#include <clang/AST/Stmt.h>
#include <llvm/ADT/DenseMap.h>

#include <vector>

namespace unblock::lint {

/// What stands right below a statement: no implicit coroutine code, of a lambda only what it captures. Entries may be null.
std::vector<const clang::Stmt*> written_children(const clang::Stmt& statement);

class Parents {
 public:
  explicit Parents(const clang::Stmt* root);

  /// Null for the root and for what lies outside of it.
  const clang::Stmt* of(const clang::Stmt* statement) const { return parents_.lookup(statement); }

 private:
  llvm::DenseMap<const clang::Stmt*, const clang::Stmt*> parents_;
};

}  // namespace unblock::lint
