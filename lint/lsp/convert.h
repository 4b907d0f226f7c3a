// From findings to what an editor shows: diagnostics, hovers, actions. Values in, values out; no process and no protocol state.
#pragma once

#include <llvm/Support/JSON.h>
#include <llvm/Support/LSP/Protocol.h>

#include <optional>
#include <string>
#include <vector>

#include "reports/model/finding.h"

namespace unblock::lint::lsp {

/// The lines of a file as an editor counts them.
class Lines {
 public:
  explicit Lines(const std::string& text);

  /// Lines and columns of the linter count bytes from 1; an editor's count UTF-16 units from 0.
  llvm::lsp::Position position(unsigned line, unsigned column) const;
  /// From there to the end of the word that begins there.
  llvm::lsp::Range word_at(unsigned line, unsigned column) const;
  /// The line's text without its end; empty past the last.
  std::string text(unsigned line) const;

 private:
  std::vector<std::string> lines_;
};

/// A diagnostic with `code` and the finding's chain as related information. `folder` is what relative paths start from.
llvm::json::Value diagnostic(const reports::Finding& finding, const Lines& lines, const std::string& folder);

/// The action that mends a finding; none where no fix is known or it lies in other files too.
std::optional<llvm::lsp::CodeAction> mend(const reports::Finding& finding, const Lines& lines, const std::string& uri);

/// The action that silences a finding on its line.
llvm::lsp::CodeAction disable_here(const reports::Finding& finding, const Lines& lines, const std::string& uri);

/// `path` made absolute and free of dots.
std::string absolute(const std::string& path, const std::string& folder);

}  // namespace unblock::lint::lsp
