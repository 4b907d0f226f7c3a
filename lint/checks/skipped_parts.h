// Tells a session which parts of a file the preprocessor leaves out.
#pragma once

#include <clang/Lex/PPCallbacks.h>

#include "lint/checks/session.h"

namespace unblock::lint {

class SkippedParts : public clang::PPCallbacks {
 public:
  explicit SkippedParts(Session& session) : session_(session) {}
  /// Its body in Clang is not inline: a program of another release would not find it, and say so instead of us.
  void HasInclude(clang::SourceLocation, llvm::StringRef, bool, clang::OptionalFileEntryRef, clang::SrcMgr::CharacteristicKind) override {}
  void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override { session_.note_skipped(range); }

 private:
  Session& session_;
};

}  // namespace unblock::lint
