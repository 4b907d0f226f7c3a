#include "lint/link/waited_coroutines.h"

#include <algorithm>
#include <map>

namespace unblock::lint {
namespace {

class Waited {
 public:
  explicit Waited(Program& program) : program_(program) {
    for (Node node = 0; node < program.functions.size(); ++node) note_calls(node);
    for (const auto& [coroutine, by] : calls_) found_.insert(coroutine);
    std::erase_if(found_, [&](Node node) { return program.functions[node].facts->annotated_async || !program.functions[node].facts->overrides.empty(); });
    drop_handed_over();
  }

  std::set<Node> run() {
    while (drop_those_begun_elsewhere()) {}
    std::set<Node> begun;
    for (bool grows = true; grows;) {
      grows = false;
      for (Node coroutine : found_) {
        const auto& by = calls_.at(coroutine);
        const bool is_begun = std::any_of(by.begin(), by.end(), [&](CallRef ref) { return !found_.contains(ref.function) || begun.contains(ref.function); });
        grows |= is_begun && begun.insert(coroutine).second;
      }
    }
    return begun;
  }

 private:
  void note_calls(Node node) {
    const LinkedFunction& function = program_.functions[node];
    for (unsigned i = 0; i < function.calls.size(); ++i) {
      for (const LinkedTarget& target : function.calls[i].targets) {
        for (Node callee : program_.find(target.function, function.unit)) {
          if (program_.functions[callee].facts->coroutine) calls_[callee].push_back({node, i});
        }
      }
    }
  }

  /// Whoever gets it as a value may start it anywhere.
  void drop_handed_over() {
    for (const LinkedHandOver& given : program_.hand_overs) {
      for (const LinkedTarget& target : given.targets) drop(target.function, given.call.function);
    }
    for (Node node = 0; node < program_.functions.size(); ++node) {
      for (const facts::Store& store : program_.functions[node].facts->stores) drop(store.callable, node);
      for (const LinkedCall& call : program_.functions[node].calls) {
        for (const facts::Pass& pass : call.facts->passes) drop(pass.callable, node);
      }
    }
  }
  void drop(const facts::Callable& callable, Node from) {
    for (const facts::Target& target : callable.targets) drop(program_.symbols.intern(target.function), from);
  }
  void drop(Symbol function, Node from) {
    for (Node node : program_.find(function, program_.functions[from].unit)) found_.erase(node);
  }

  bool drop_those_begun_elsewhere() {
    return std::erase_if(found_, [&](Node coroutine) {
             const auto& by = calls_.at(coroutine);
             return !std::all_of(by.begin(), by.end(), [&](CallRef ref) { return begins_off_the_loop(ref); });
           }) != 0;
  }

  bool begins_off_the_loop(CallRef ref) const {
    const facts::Call& call = program_.call(ref);
    const bool off_the_loop = found_.contains(ref.function) ? call.before_suspension : !program_.on_loops.contains(ref.function);
    return call.waited_for && off_the_loop;
  }

  Program& program_;
  std::set<Node> found_;
  std::map<Node, std::vector<CallRef>> calls_;
};

}  // namespace

std::set<Node> coroutines_waited_for(Program& program) { return Waited(program).run(); }

}  // namespace unblock::lint
