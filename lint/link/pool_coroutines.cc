#include "lint/link/pool_coroutines.h"

#include <algorithm>
#include <map>

namespace unblock::lint {
namespace {

class PoolCoroutines {
 public:
  explicit PoolCoroutines(Program& program) : program_(program) {}

  std::set<Node> run() {
    for (const LinkedHandOver& given : program_.hand_overs) {
      const bool cut = given.runs_on == RunsOn::pool || given.runs_on == RunsOn::thread;
      for (const LinkedTarget& target : given.targets) {
        for (Node node : program_.find(target.function, given.call)) (cut ? on_pool_ : on_loop_).insert(node);
      }
    }
    for (Node node = 0; node < program_.functions.size(); ++node) look_at(node);
    for (Node node : on_loop_) on_pool_.erase(node);
    if (!on_pool_.empty()) spread();
    return std::move(on_pool_);
  }

 private:
  void look_at(Node node) {
    const LinkedFunction& function = program_.functions[node];
    if (function.facts->moves_to_pool) on_pool_.insert(node);
    for (const LinkedCall& call : function.calls) {
      for (const std::string& task : call.facts->pool_tasks) {
        for (Node given : program_.find(program_.symbols.intern(task), function.unit)) {
          if (program_.functions[given].facts->coroutine) on_pool_.insert(given);
        }
      }
    }
  }

  /// What only coroutines on pools call runs there too.
  void spread() {
    std::map<Node, std::set<Node>> callers;
    for (Node node = 0; node < program_.functions.size(); ++node) {
      for (const LinkedCall& call : program_.functions[node].calls) {
        if (call.facts->callee.empty()) continue;
        for (Node callee : program_.find(program_.symbols.intern(call.facts->callee), program_.functions[node].unit)) {
          if (program_.functions[callee].facts->coroutine) callers[callee].insert(node);
        }
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& [callee, by] : callers) {
        const bool only_pool = std::all_of(by.begin(), by.end(), [&](Node caller) { return on_pool_.count(caller) != 0; });
        if (only_pool && on_loop_.count(callee) == 0) changed |= on_pool_.insert(callee).second;
      }
    }
  }

  Program& program_;
  std::set<Node> on_pool_, on_loop_;
};

}  // namespace

std::set<Node> coroutines_on_pools(Program& program) { return PoolCoroutines(program).run(); }

}  // namespace unblock::lint
