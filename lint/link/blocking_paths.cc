#include "lint/link/blocking_paths.h"

#include <set>

namespace unblock::lint {
namespace {

/// What a call enters: nothing where it returns at once whatever the body of its callee shows.
bool is_entered(const LinkedCall& call) { return !call.targets.empty() && !call.facts->at_once; }

}  // namespace

BlockingPaths::BlockingPaths(const Program& program, const Wanted& wanted)
    : program_(program), wanted_(wanted), steps_(program.functions.size()) {
  search(true);
  search(false);
}

bool BlockingPaths::add(Node function, const PathStep& step) {
  if (steps_[function]) return false;
  steps_[function] = step;
  return true;
}

void BlockingPaths::start_at(Node function, bool certain_only, std::vector<std::vector<Edge>>& callers, std::vector<Node>& queue) {
  const auto& calls = program_.functions[function].calls;
  for (unsigned i = 0; i < calls.size(); ++i) {
    if (blocks(calls[i])) {
      if (add(function, {{function, i}, std::nullopt, true})) queue.push_back(function);
      continue;
    }
    if (!is_entered(calls[i])) continue;
    for (const LinkedTarget& target : calls[i].targets) {
      if (certain_only && !target.certain) continue;
      for (Node next : program_.find(target.function, CallRef{function, i})) {
        if (!program_.functions[next].facts->coroutine) callers[next].push_back({function, {{function, i}, next, target.certain}});
      }
    }
  }
}

void BlockingPaths::search(bool certain_only) {
  std::vector<std::vector<Edge>> callers(program_.functions.size());
  std::vector<Node> queue;
  for (Node function = 0; function < steps_.size(); ++function) {
    if (steps_[function]) queue.push_back(function);
  }
  for (Node function = 0; function < steps_.size(); ++function) start_at(function, certain_only, callers, queue);
  for (std::size_t head = 0; head < queue.size(); ++head) {
    for (const Edge& edge : callers[queue[head]]) {
      if (add(edge.from, edge.step)) queue.push_back(edge.from);
    }
  }
}

std::vector<PathStep> BlockingPaths::follow(CallRef call, Node next, bool certain) const {
  std::vector<PathStep> path = {{call, next, certain}};
  std::set<Node> seen;
  for (std::optional<Node> here = next; here && seen.insert(*here).second;) {
    if (!steps_[*here]) break;
    path.push_back(*steps_[*here]);
    here = path.back().next;
  }
  if (path.back().next) path.clear();
  return path;
}

std::vector<PathStep> BlockingPaths::from(CallRef ref) const {
  const LinkedCall& call = program_.functions[ref.function].calls[ref.call];
  if (blocks(call)) return {{ref, std::nullopt, true}};
  if (!is_entered(call)) return {};
  std::vector<PathStep> best;
  for (const LinkedTarget& target : call.targets) {
    for (Node next : program_.find(target.function, ref)) {
      if (program_.functions[next].facts->coroutine) continue;
      std::vector<PathStep> path = follow(ref, next, target.certain);
      if (!path.empty() && (best.empty() || path.size() < best.size())) best = std::move(path);
    }
  }
  return best;
}

}  // namespace unblock::lint
