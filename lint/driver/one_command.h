// One command of a source, as Clang's interface wants it.
#pragma once

#include <clang/Tooling/CompilationDatabase.h>
#include <clang/Tooling/Tooling.h>

#include <utility>
#include <vector>

namespace unblock::lint {

class OneCommand : public clang::tooling::CompilationDatabase {
 public:
  explicit OneCommand(clang::tooling::CompileCommand command) : command_(std::move(command)) {
    clang::tooling::addTargetAndModeForProgramName(command_.CommandLine, command_.CommandLine.front());
  }
  std::vector<clang::tooling::CompileCommand> getCompileCommands(llvm::StringRef) const override { return {command_}; }

 private:
  clang::tooling::CompileCommand command_;
};

}  // namespace unblock::lint
