// What each doubt means and what to do about it: for 'unblock bench explain'.
#pragma once

#include <span>
#include <string_view>

namespace unblock::bench {

struct Explained {
  std::string_view id;
  std::string_view text;  ///< sentences
};

/// One row for each id that a rule of verdicts.cc gives.
std::span<const Explained> explained_verdicts();

}  // namespace unblock::bench
