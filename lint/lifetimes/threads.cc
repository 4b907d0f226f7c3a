#include "lint/lifetimes/threads.h"

#include <algorithm>
#include <vector>

namespace unblock::lint {
namespace {

bool has_a_loop(const Lifetimes& lifetimes, const Function& function) {
  const auto& operations = lifetimes.operations(function);
  if (std::any_of(operations.begin(), operations.end(), [](const Operation& operation) { return operation.row->makes_loop; })) return true;
  return std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& call) {
    const auto rows = lifetimes.unit().models->blocking(lifetimes.unit().names_of(call));
    return std::any_of(rows.begin(), rows.end(), [](const BlockingRow* row) { return row->runs_loop; });
  });
}

/// What `entry` runs before it returns, itself included.
std::map<const Function*, OffLoop> reached(const Unit& unit, const Function& entry, const HandOver& given) {
  std::map<const Function*, OffLoop> found = {{&entry, {given.runs_on, given.call, nullptr}}};
  std::vector<const Function*> open = {&entry};
  while (!open.empty()) {
    const Function* function = open.back();
    open.pop_back();
    for (const CallSite& call : function->calls) {
      for (const Target& target : call.targets) {
        const Function* next = target.certain ? unit.find(target.decl) : nullptr;
        if (!next || next->coroutine) continue;
        if (found.try_emplace(next, OffLoop{given.runs_on, given.call, &call}).second) open.push_back(next);
      }
    }
  }
  return found;
}

}  // namespace

std::map<const Function*, OffLoop> functions_off_loop(const Lifetimes& lifetimes) {
  std::map<const Function*, OffLoop> off;
  for (const HandOver& given : lifetimes.unit().hand_overs) {
    if (given.runs_on != RunsOn::thread && given.runs_on != RunsOn::pool) continue;
    for (const Target& target : given.targets) {
      const Function* entry = target.certain ? lifetimes.unit().find(target.decl) : nullptr;
      if (!entry || entry->coroutine) continue;
      const auto found = reached(lifetimes.unit(), *entry, given);
      const bool own_loop = std::any_of(found.begin(), found.end(), [&](const auto& each) { return has_a_loop(lifetimes, *each.first); });
      if (!own_loop) off.insert(found.begin(), found.end());
    }
  }
  return off;
}

}  // namespace unblock::lint
