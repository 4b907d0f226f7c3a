// From Clang's locations to the places that facts speak of.
#pragma once

#include <clang/AST/ASTContext.h>

#include <string>
#include <vector>

#include "lint/facts/facts.h"

namespace unblock::lint {

/// Empty for what is no file.
std::string absolute_name(const clang::SourceManager& sources, clang::FileID file);

/// The file a unit begins with, absolute.
std::string main_file(const clang::ASTContext& ast);

class Places {
 public:
  explicit Places(const clang::ASTContext& ast) : sources_(ast.getSourceManager()) {}

  /// Where the text stands that the location belongs to: in the file, not in a macro's definition.
  facts::Place of(clang::SourceLocation location);
  /// The macros around a location, innermost first, as diagnostics name them.
  std::vector<facts::Expansion> expansions(clang::SourceLocation location, const clang::LangOptions& language);

 private:
  const clang::SourceManager& sources_;
  llvm::DenseMap<clang::FileID, std::string> names_;
};

}  // namespace unblock::lint
