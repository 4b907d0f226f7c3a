#include "lint/link/excuses.h"

#include <algorithm>
#include <map>

namespace unblock::lint {
namespace {

using Makings = std::map<std::string, std::set<facts::Making>>;

std::set<std::string> names_on_loops(const Program& program) {
  std::set<std::string> names;
  for (Node node : program.on_loops) names.insert(program.functions[node].facts->id);
  return names;
}

class Lasting {
 public:
  explicit Lasting(const Program& program) : on_loops_(names_on_loops(program)) {
    for (const facts::Unit* unit : program.units) {
      for (const facts::Making& making : unit->makings) makings_[making.type].insert(making);
      loop_owners_.insert(unit->loop_owners.begin(), unit->loop_owners.end());
      emptied_.insert(unit->emptied.begin(), unit->emptied.end());
    }
    while (grows()) {}
  }

  const std::set<std::string>& types() const { return types_; }
  const std::set<std::string>& emptied() const { return emptied_; }

 private:
  /// What is kept by what lasts, lasts.
  bool grows() {
    bool grown = false;
    for (const auto& [type, all] : makings_) {
      const bool lasts = std::all_of(all.begin(), all.end(), [&](const facts::Making& making) { return is_kept(making); });
      if (lasts) grown |= types_.insert(type).second;
    }
    return grown;
  }

  bool is_kept(const facts::Making& making) const {
    if (on_loops_.contains(making.put_by)) return false;
    if (making.until_the_end) return true;
    const bool owner_lasts = loop_owners_.contains(making.owner) || types_.contains(making.owner);
    return !making.owner.empty() && owner_lasts && !emptied_.contains(making.member);
  }

  Makings makings_;
  std::set<std::string> on_loops_, loop_owners_, emptied_, types_;
};

/// Whether every loop goes on when a handler has thrown, and there is one.
bool loops_run_on(const Program& program) {
  bool run_on = false, end = false;
  for (const facts::Unit* unit : program.units) {
    run_on = run_on || unit->runs_on_after_exceptions;
    end = end || unit->ends_with_exceptions;
  }
  return run_on && !end;
}

}  // namespace

std::string excused_if_emptied(const std::string& member) { return "emptied " + member; }
std::string excused_if_lasting(const std::string& type) { return "lasting " + type; }

std::string excused_if_loops_run_on() { return "loops run on"; }

std::set<std::string> excuses(const Program& program) {
  const Lasting lasting(program);
  std::set<std::string> all;
  for (const std::string& type : lasting.types()) all.insert(excused_if_lasting(type));
  for (const std::string& member : lasting.emptied()) all.insert(excused_if_emptied(member));
  if (loops_run_on(program)) all.insert(excused_if_loops_run_on());
  return all;
}

}  // namespace unblock::lint
