#include "lint/link/blocking_paths.h"

#include <deque>
#include <set>

#include "lint/extract/conditions.h"

namespace unblock::lint {

BlockingPaths::BlockingPaths(const Unit& unit, const Wanted& wanted) : wanted_(wanted), unit_(unit) {
  search(unit, true);
  search(unit, false);
}

void BlockingPaths::search(const Unit& unit, bool certain_only) {
  struct Edge {
    const Function* from;
    PathStep step;
  };
  std::map<const Function*, std::vector<Edge>> callers;
  std::deque<const Function*> queue;
  for (const auto& [function, step] : steps_) queue.push_back(function);
  for (const Function& function : unit.functions) {
    for (const CallSite& call : function.calls) {
      if (blocks(call)) {
        if (steps_.emplace(&function, PathStep{&call, nullptr, true}).second) queue.push_back(&function);
        continue;
      }
      if (!call.targets.empty() && returns_at_once(unit, call)) continue;
      for (const Target& target : call.targets) {
        const Function* next = unit.find(target.decl);
        if (!next || next->coroutine || (certain_only && !target.certain)) continue;
        callers[next].push_back({&function, {&call, next, target.certain}});
      }
    }
  }
  while (!queue.empty()) {
    const Function* reached = queue.front();
    queue.pop_front();
    for (const Edge& edge : callers[reached]) {
      if (steps_.emplace(edge.from, edge.step).second) queue.push_back(edge.from);
    }
  }
}

std::vector<PathStep> BlockingPaths::from(const CallSite& call) const {
  if (blocks(call)) return {{&call, nullptr, true}};
  if (call.targets.empty() || returns_at_once(unit_, call)) return {};
  std::vector<PathStep> best;
  for (const Target& target : call.targets) {
    const Function* next = unit_.find(target.decl);
    if (!next || next->coroutine) continue;
    std::vector<PathStep> path = {{&call, next, target.certain}};
    std::set<const Function*> seen;
    while (next && seen.insert(next).second) {
      const auto step = steps_.find(next);
      if (step == steps_.end()) break;
      path.push_back(step->second);
      next = step->second.next;
    }
    const bool complete = !path.back().next;
    if (complete && (best.empty() || path.size() < best.size())) best = std::move(path);
  }
  return best;
}

}  // namespace unblock::lint
