#include "lint/link/judge.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lint/link/suppressions.h"

namespace unblock::lint {
namespace {

const facts::CheckOption* option(const facts::Unit& unit, const std::string& check) {
  const auto found = std::find_if(unit.checks.begin(), unit.checks.end(), [&](const auto& each) { return each.check == check; });
  return found == unit.checks.end() ? nullptr : &*found;
}

class Judge {
 public:
  explicit Judge(const Program& program) : program_(program), suppressions_(program) {
    for (const facts::Unit* unit : program.units) shown_.insert(unit->reported_files.begin(), unit->reported_files.end());
  }

  std::vector<Judged> run(const std::vector<Rule>& rules) {
    for (const Rule& rule : rules) {
      std::set<std::vector<std::string>> choices;  // nearly always one
      for (const facts::Unit* unit : program_.units) {
        if (const auto* found = option(*unit, rule.check)) choices.insert(found->tiers);
      }
      for (const auto& tiers : choices) apply(rule, tiers);
    }
    return std::move(judged_);
  }

 private:
  void apply(const Rule& rule, const std::vector<std::string>& tiers) {
    for (ChainFinding& found : find_chains(program_, [&](const facts::Wait& wait) { return rule.wanted(wait, tiers); })) {
      const facts::Unit& unit = *program_.units[program_.functions[found.call.function].unit];
      const facts::CheckOption* chosen = option(unit, rule.check);
      if (!chosen || chosen->tiers != tiers || !is_shown(rule.check, found)) continue;
      judged_.push_back({rule.check, chosen->as_error, unit.incomplete, std::move(found)});
    }
  }

  bool is_shown(const std::string& check, const ChainFinding& found) {
    const facts::Call& call = program_.call(found.call);
    if (shown_.count(call.at.file) == 0 || suppressions_.silence(check, call)) return false;
    return said_.emplace(check, call.at, found.message).second;
  }

  const Program& program_;
  Suppressions suppressions_;
  std::set<std::string> shown_;
  std::set<std::tuple<std::string, facts::Place, std::string>> said_;
  std::vector<Judged> judged_;
};

}  // namespace

std::vector<Judged> judge(const Program& program, const std::vector<Rule>& rules) { return Judge(program).run(rules); }

}  // namespace unblock::lint
