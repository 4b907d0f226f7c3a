#include "lint/link/judge.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lint/link/causes.h"
#include "lint/link/suppressions.h"

namespace unblock::lint {
namespace {

class Judge {
 public:
  Judge(const Program& program, Suppressions& suppressions) : program_(program), suppressions_(suppressions) {
    for (const facts::Unit* unit : program.units) {
      shown_.insert(unit->reported_files.begin(), unit->reported_files.end());
      own_.insert(unit->own_files.begin(), unit->own_files.end());
    }
    own_.insert(shown_.begin(), shown_.end());
  }

  std::vector<Judged> run(const std::vector<Rule>& rules) {
    for (const Rule& rule : rules) {
      std::set<std::vector<std::string>> choices;  // nearly always one
      for (const facts::Unit* unit : program_.units) {
        if (const auto* found = facts::option_of(*unit, rule.check)) choices.insert(found->tiers);
      }
      for (const auto& tiers : choices) apply(rule, tiers);
    }
    return std::move(judged_);
  }

 private:
  const facts::Unit& unit_of(Node function) const { return *program_.units[program_.functions[function].unit]; }

  void apply(const Rule& rule, const std::vector<std::string>& tiers) {
    auto chains = find_chains(program_, [&](const facts::Wait& wait) { return rule.wanted(wait, tiers); });
    std::erase_if(chains, [&](const Chain& chain) {
      const auto* chosen = facts::option_of(unit_of(chain.context->function), rule.check);
      return !chosen || chosen->tiers != tiers;
    });
    const auto silenced = [&](const facts::Call& call) { return suppressions_.silence(rule.check, call); };
    for (ChainFinding& found : find_causes(program_, chains, own_, silenced)) {
      if (!is_shown(found) || !said_.emplace(rule.check, place_of(program_, found), found.message).second) continue;
      const facts::Unit& unit = unit_of(found.call.function);
      const auto* chosen = facts::option_of(unit, rule.check);
      judged_.push_back({rule.check, chosen && chosen->as_error, unit.incomplete, std::move(found)});
    }
  }

  /// As clang-tidy has it: where the finding or one of its notes stands in a file that is looked at.
  bool is_shown(const ChainFinding& found) const {
    return is_shown(place_of(program_, found)) ||
           std::any_of(found.notes.begin(), found.notes.end(), [&](const ChainNote& note) { return is_shown(place_of(program_, note)); });
  }
  bool is_shown(const facts::Place& at) const { return shown_.count(at.file) != 0; }

  const Program& program_;
  Suppressions& suppressions_;
  std::set<std::string> shown_;
  std::set<std::string> own_;
  std::set<std::tuple<std::string, facts::Place, std::string>> said_;
  std::vector<Judged> judged_;
};

}  // namespace

std::vector<Judged> judge(const Program& program, const std::vector<Rule>& rules, Suppressions& suppressions) {
  return Judge(program, suppressions).run(rules);
}

}  // namespace unblock::lint
