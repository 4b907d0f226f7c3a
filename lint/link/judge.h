// What the checks that look at whole programs find: causes, less what comments silence and what the options of units leave out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lint/link/chain_words.h"
#include "lint/link/program.h"
#include "lint/link/suppressions.h"

namespace unblock::lint {

/// A check that asks for certain waits.
struct Rule {
  std::string check;
  /// With the tiers that the options of a unit switch on; without any, those that are on by default.
  std::function<bool(const facts::Wait& wait, const std::vector<std::string>& tiers)> wanted;
};

struct Judged {
  std::string check;
  bool as_error = false;    ///< the options of the unit it stands in make it one
  bool incomplete = false;  ///< that unit did not compile as a whole
  ChainFinding finding;
};

/// In the order of rules and contexts; each place and message once.
std::vector<Judged> judge(const Program& program, const std::vector<Rule>& rules, Suppressions& suppressions);

}  // namespace unblock::lint
