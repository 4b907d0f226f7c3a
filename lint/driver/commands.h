// What compile commands of a database mean: paths, response files, languages, and which of them say the same.
#pragma once

#include <clang/Tooling/CompilationDatabase.h>

#include <set>
#include <string>
#include <vector>

namespace unblock::lint {

/// `path`, relative to `folder` unless absolute, without `.` and `..`.
std::string path_from(const std::string& folder, const std::string& path);

/// Whether `file` is C, C++ or Objective-C: by its name, or by `-x`. Assembler, resources and other languages are not.
bool is_c_family(const std::string& file, const std::vector<std::string>& arguments);

/// With an absolute directory and response files (`@flags.rsp`) put in place. `base` is what a relative directory is relative to.
clang::tooling::CompileCommand completed(clang::tooling::CompileCommand command, const std::string& base);

/// What the commands write, absolute: by the database's own word, or by `-o`.
std::set<std::string> outputs_of(const std::vector<clang::tooling::CompileCommand>& commands);

/// Leaves the first of those that differ only in what does not change what is read: outputs, dependency files, debug information,
/// optimisation, position independence, and the macro that CMake defines while it builds a shared library.
std::vector<clang::tooling::CompileCommand> without_repetitions(std::vector<clang::tooling::CompileCommand> commands);

}  // namespace unblock::lint
