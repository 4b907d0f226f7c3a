// The user's mistake: one sentence that names the thing, the place and what to do. A program prints it once and exits 2.
#pragma once

#include <stdexcept>
#include <string>

namespace unblock::reports {

struct InputError : std::runtime_error {
  explicit InputError(const std::string& sentence) : std::runtime_error(sentence) {}
};

}  // namespace unblock::reports
