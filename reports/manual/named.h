// For options that name a file, a folder, a program or an address: an empty name, such as that of a variable that is not set, is
// refused and not taken for an option that was left out.
#pragma once

#include <CLI/Validators.hpp>

#include <string>

namespace unblock::reports::manual {

inline CLI::Validator named() {
  return CLI::Validator([](std::string& name) { return name.empty() ? std::string("a name is expected, and it is empty") : std::string(); }, "");
}

}  // namespace unblock::reports::manual
