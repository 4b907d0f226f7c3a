// What the checks that look at whole programs find: chains, less what comments silence and what the options of their units leave out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lint/link/chains.h"
#include "lint/link/program.h"

namespace unblock::lint {

/// A check that asks for certain waits.
struct Rule {
  std::string check;
  /// With the tiers that the options of a unit switch on; without any, those that are on by default.
  std::function<bool(const facts::Wait& wait, const std::vector<std::string>& tiers)> wanted;
};

struct Judged {
  std::string check;
  bool as_error = false;    ///< the unit's options make it one
  bool incomplete = false;  ///< its unit did not compile as a whole
  ChainFinding finding;
};

/// In the order of rules and contexts; each place and message once.
std::vector<Judged> judge(const Program& program, const std::vector<Rule>& rules);

}  // namespace unblock::lint
