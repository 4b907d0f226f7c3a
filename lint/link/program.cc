#include "lint/link/program.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "lint/link/hand_overs.h"
#include "lint/link/handles.h"
#include "lint/link/on_loops.h"
#include "lint/link/pool_coroutines.h"
#include "lint/link/virtual_calls.h"
#include "lint/link/waited_coroutines.h"
#include "lint/link/worker_loops.h"

namespace unblock::lint {
namespace {

/// Several units may show one function, from a header: that is one definition. Two places are two, and both are kept; so is what
/// one unit shows twice at one place, which are instantiations that share a name, and what a header makes of a function in one unit
/// and, for another macro, in the next.
std::optional<Node> known(const Program& program, const std::vector<Node>& definitions, unsigned unit, const facts::Function& function) {
  const auto found = std::find_if(definitions.begin(), definitions.end(), [&](Node node) {
    return program.functions[node].unit != unit && program.groups.same(program.functions[node].unit, unit) && *program.functions[node].facts == function;
  });
  return found == definitions.end() ? std::nullopt : std::optional(*found);
}

void add_function(Program& program, unsigned unit, const facts::Function& function) {
  const Symbol id = program.symbols.intern(function.id);
  if (id >= program.definitions.size()) program.definitions.resize(id + 1);
  auto& definitions = program.definitions[id];
  std::optional<Node> node = known(program, definitions, unit, function);
  if (!node) {
    node = static_cast<Node>(program.functions.size());
    definitions.push_back(*node);
    program.functions.push_back({&function, unit, id, {}});
  }
  program.own[{unit, id}] = *node;
}

/// Only where there is a choice does it matter which one a unit has itself.
void forget_sole_definitions(Program& program) {
  std::erase_if(program.own, [&](const auto& entry) { return program.definitions[entry.first.second].size() < 2; });
}

void add_calls(Program& program, LinkedFunction& function) {
  function.calls.reserve(function.facts->calls.size());
  for (const facts::Call& call : function.facts->calls) {
    LinkedCall& added = function.calls.emplace_back();
    added.facts = &call;
    for (const facts::Target& target : call.targets) added.targets.push_back({program.symbols.intern(target.function), target.certain});
  }
}

bool passes(Program& program, const facts::HandleTest& test) {
  const Symbol variable = program.symbols.intern(test.variable);
  return (!test.nonblocking || program.nonblocking_handles.count(variable) != 0) &&
         (!test.opened_file || program.opened_files.count(variable) != 0);
}

bool applies(Program& program, const facts::Wait& wait) {
  const auto holds = [&](const facts::HandleTest& test) { return passes(program, test); };
  if (!wait.only_if.empty() && std::none_of(wait.only_if.begin(), wait.only_if.end(), holds)) return false;
  return std::none_of(wait.unless.begin(), wait.unless.end(), holds);
}

void find_waits(Program& program) {
  for (LinkedFunction& function : program.functions) {
    for (LinkedCall& call : function.calls) {
      const auto& waits = call.facts->waits;
      const auto found = std::find_if(waits.begin(), waits.end(), [&](const facts::Wait& wait) { return applies(program, wait); });
      if (found != waits.end() && !found->excused) call.wait = &*found;
    }
  }
}

bool is_context_by_itself(const facts::Function& function) { return (function.coroutine && !function.generator) || function.annotated_async; }

void find_contexts(Program& program) {
  std::set<Node> known;
  const auto add = [&](const Context& context) {
    if (known.insert(context.function).second) program.contexts.push_back(context);
  };
  for (Node node = 0; node < program.functions.size(); ++node) {
    const facts::Function& function = *program.functions[node].facts;
    if (!is_context_by_itself(function)) continue;
    const bool coroutine = function.coroutine && !function.generator;
    add({node, coroutine ? ContextKind::coroutine : ContextKind::annotated, {}, coroutine && function.awaits_readiness});
  }
  for (const LinkedHandOver& given : program.hand_overs) {
    if (given.runs_on != RunsOn::loop) continue;
    for (const LinkedTarget& target : given.targets) {
      for (Node node : program.find(target.function, given.call)) {
        const bool ready = program.call(given.call).readiness || program.functions[node].facts->awaits_readiness;
        add({node, ContextKind::callback, given.call, ready});
      }
    }
  }
  const std::set<Node> on_pool = coroutines_on_pools(program);
  std::erase_if(program.contexts, [&](const Context& context) {
    return context.kind == ContextKind::coroutine && on_pool.count(context.function) != 0;
  });
}

}  // namespace

std::span<const Node> Program::find(Symbol function, unsigned unit) const {
  if (function >= definitions.size()) return {};
  const auto& all = definitions[function];
  if (const auto mine = all.size() < 2 ? own.end() : own.find({unit, function}); mine != own.end()) return {&mine->second, 1};
  const auto met = [&](Node node) { return groups.meet(functions[node].unit, unit); };
  if (std::all_of(all.begin(), all.end(), met)) return all;
  const auto [kept, is_new] = met_.try_emplace({groups.of(unit), function});
  if (is_new) std::copy_if(all.begin(), all.end(), std::back_inserter(kept->second), met);
  return kept->second;
}

UnitGroups::UnitGroups(const std::vector<const facts::Unit*>& units) {
  std::map<std::set<std::string>, unsigned> groups;
  for (const facts::Unit* unit : units) {
    group_of_.push_back(groups.try_emplace({unit->programs.begin(), unit->programs.end()}, static_cast<unsigned>(groups.size())).first->second);
  }
  meet_.assign(groups.size(), std::vector<bool>(groups.size()));
  bool all = true;
  for (const auto& [a, i] : groups) {
    for (const auto& [b, k] : groups) {
      const bool any = std::any_of(a.begin(), a.end(), [other = &b](const std::string& program) { return other->count(program) != 0; });
      meet_[i][k] = a.empty() || b.empty() || any;
      all = all && meet_[i][k];
    }
  }
  if (all) group_of_.clear();
}

std::unique_ptr<Program> link(std::vector<const facts::Unit*> units) {
  auto program = std::make_unique<Program>();
  std::stable_sort(units.begin(), units.end(), [](const auto* a, const auto* b) { return a->file < b->file; });
  program->units = std::move(units);
  program->groups = UnitGroups(program->units);
  for (unsigned unit = 0; unit < program->units.size(); ++unit) {
    for (const facts::Function& function : program->units[unit]->functions) add_function(*program, unit, function);
  }
  forget_sole_definitions(*program);
  for (LinkedFunction& function : program->functions) add_calls(*program, function);
  add_overriders(*program);
  find_handles(*program);
  find_waits(*program);
  find_worker_loops(*program);
  find_hand_overs(*program);
  find_contexts(*program);
  program->on_loops = functions_on_loops(*program);
  program->waited_for = coroutines_waited_for(*program);
  return program;
}

}  // namespace unblock::lint
