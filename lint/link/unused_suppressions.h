// Comments that silence checks of ours and are in vain: all of these checks looked, and none of them found anything there.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lint/link/program.h"
#include "lint/link/suppressions.h"

namespace unblock::lint {

inline constexpr const char* kUnusedSuppression = "async-unused-suppression";

struct UnusedSuppression {
  const facts::Suppression* comment = nullptr;
  bool as_error = false;
  std::string message;
};

/// In the order of their places. To be called when `suppressions` has been asked about everything that was found. Only comments that
/// name some of `checks` are looked at, since nobody knows what others find. One that names a check of `undecided`, which did not see
/// all files, or one that is off in a unit, may have its use.
std::vector<UnusedSuppression> find_unused(const Program& program, const Suppressions& suppressions, const std::vector<std::string>& checks,
                                           const std::set<std::string>& undecided);

}  // namespace unblock::lint
