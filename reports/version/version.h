// What every program answers to --version: "unblock-lint 0.1.0 (commit 1a2b3c4, LLVM 22.1.8)".
#pragma once

#include <string>

namespace unblock {

/// `library` names what the program was built with and depends on most; empty: nothing to name.
std::string version_line(const std::string& program, const std::string& library = "");

}  // namespace unblock
