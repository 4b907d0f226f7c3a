// What an editor sends, as LLVM's transport takes it: without what its parser, which calls itself for every level, would not survive.
#pragma once

#include <llvm/Support/LSP/Transport.h>

#include <cstdio>

namespace unblock::lint::lsp {

class GuardedInput : public llvm::lsp::JSONTransportInput {
 public:
  explicit GuardedInput(std::FILE* in) : in_(in) {}

  bool hasError() const override { return in_.hasError(); }
  bool isEndOfInput() const override { return in_.isEndOfInput(); }
  llvm::LogicalResult readDelimitedMessage(std::string& json) override { return guarded(in_.readDelimitedMessage(json), json); }
  llvm::LogicalResult readStandardMessage(std::string& json) override { return guarded(in_.readStandardMessage(json), json); }

 private:
  /// Fails, after a sentence on standard error, where the message is not to be parsed: the next one is read.
  static llvm::LogicalResult guarded(llvm::LogicalResult read, const std::string& json);

  llvm::lsp::JSONTransportInputOverFile in_;
};

}  // namespace unblock::lint::lsp
