#include "lint/link/blocking_paths.h"

#include <algorithm>
#include <set>

namespace unblock::lint {
namespace {

/// What a call enters: nothing where it returns at once whatever the body of its callee shows.
bool is_entered(const LinkedCall& call) { return !call.targets.empty() && !call.facts->at_once; }

/// Whether a call is never made by a function that was given these constants.
bool is_ruled_out(const facts::Call& call, const std::vector<facts::Constant>& given) {
  return std::any_of(call.only_when.begin(), call.only_when.end(), [&](const facts::ParameterTest& test) {
    return std::any_of(given.begin(), given.end(), [&](const facts::Constant& constant) {
      return constant.index == test.index && (constant.value == test.value) == test.differs;
    });
  });
}

}  // namespace

BlockingPaths::BlockingPaths(const Program& program, const Wanted& wanted) : program_(program), wanted_(wanted) {
  for (Node function = 0; function < program.functions.size(); ++function) entries_.push_back({function, {}});
  search(true);
  search(false);
}

std::vector<unsigned> BlockingPaths::ruled_out(const LinkedCall& call, Node function) const {
  std::vector<unsigned> found;
  if (call.facts->constants.empty()) return found;
  const auto& calls = program_.functions[function].calls;
  for (unsigned i = 0; i < calls.size(); ++i) {
    if (is_ruled_out(*calls[i].facts, call.facts->constants)) found.push_back(i);
  }
  return found;
}

BlockingPaths::EntryIndex BlockingPaths::entered(const LinkedCall& call, Node function) {
  auto left_out = ruled_out(call, function);
  if (left_out.empty()) return function;
  const auto [known, is_new] = partial_.try_emplace({function, left_out}, entries_.size());
  if (is_new) entries_.push_back({function, std::move(left_out)});
  return known->second;
}

bool BlockingPaths::add(EntryIndex entry, const Step& step) {
  if (steps_[entry]) return false;
  steps_[entry] = step;
  return true;
}

void BlockingPaths::start_at(EntryIndex entry, bool certain_only, std::vector<std::vector<Edge>>& callers, std::vector<EntryIndex>& queue) {
  const Node function = entries_[entry].function;
  const auto& calls = program_.functions[function].calls;
  for (unsigned i = 0; i < calls.size(); ++i) {
    const auto& left_out = entries_[entry].ruled_out;
    if (std::binary_search(left_out.begin(), left_out.end(), i)) continue;
    if (blocks(calls[i])) {
      if (add(entry, {{function, i}, std::nullopt, true})) queue.push_back(entry);
      continue;
    }
    if (!is_entered(calls[i])) continue;
    for (const LinkedTarget& target : calls[i].targets) {
      if (certain_only && !target.certain) continue;
      for (Node next : program_.find(target.function, CallRef{function, i})) {
        if (program_.functions[next].facts->coroutine) continue;
        const EntryIndex into = entered(calls[i], next);
        steps_.resize(entries_.size());
        callers.resize(entries_.size());
        callers[into].push_back({entry, {{function, i}, into, target.certain}});
      }
    }
  }
}

void BlockingPaths::search(bool certain_only) {
  steps_.resize(entries_.size());
  std::vector<std::vector<Edge>> callers(entries_.size());
  std::vector<EntryIndex> queue;
  for (EntryIndex entry = 0; entry < entries_.size(); ++entry) {
    if (steps_[entry]) queue.push_back(entry);
  }
  for (EntryIndex entry = 0; entry < entries_.size(); ++entry) start_at(entry, certain_only, callers, queue);
  for (std::size_t head = 0; head < queue.size(); ++head) {
    for (const Edge& edge : callers[queue[head]]) {
      if (add(edge.from, edge.step)) queue.push_back(edge.from);
    }
  }
}

std::vector<PathStep> BlockingPaths::follow(CallRef call, EntryIndex next, bool certain) const {
  std::vector<PathStep> path = {{call, entries_[next].function, certain}};
  std::set<EntryIndex> seen;
  for (std::optional<EntryIndex> here = next; here && seen.insert(*here).second;) {
    const auto& step = steps_[*here];
    if (!step) break;
    path.push_back({step->call, step->next ? std::optional<Node>(entries_[*step->next].function) : std::nullopt, step->certain});
    here = step->next;
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
      const auto partial = partial_.find({next, ruled_out(call, next)});
      std::vector<PathStep> path = follow(ref, partial == partial_.end() ? next : partial->second, target.certain);
      if (!path.empty() && (best.empty() || path.size() < best.size())) best = std::move(path);
    }
  }
  return best;
}

}  // namespace unblock::lint
