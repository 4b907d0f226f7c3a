// Members and globals that hold callables: who puts what in, and who takes it out to call it or to hand it over. In whatever order
// both become known, each taker meets each target once.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "lint/link/program.h"

namespace unblock::lint {

template <class Taker>
class Slots {
 public:
  using Meet = std::function<void(const Taker& taker, const LinkedTarget& target)>;
  explicit Slots(Meet meet) : meet_(std::move(meet)) {}

  void put(Symbol slot, const LinkedTarget& target) {
    Slot& into = slots_[slot];
    if (!into.seen.insert(target.function).second) return;
    into.held.push_back(target);
    for (std::size_t i = 0; i < into.takers.size(); ++i) meet_(into.takers[i], target);
    for (Symbol further : std::vector<Symbol>(into.flows.begin(), into.flows.end())) put(further, target);
  }

  void take(Symbol slot, const Taker& taker) {
    Slot& from = slots_[slot];
    if (!from.known.insert(taker).second) return;
    from.takers.push_back(taker);
    for (std::size_t i = 0; i < from.held.size(); ++i) meet_(taker, from.held[i]);
  }

  /// What is in one slot comes into another.
  void flow(Symbol from, Symbol to) {
    if (from == to || !slots_[from].flows.insert(to).second) return;
    for (const LinkedTarget& target : std::vector<LinkedTarget>(slots_[from].held)) put(to, target);
  }

 private:
  struct Slot {
    std::vector<LinkedTarget> held;
    std::set<Symbol> seen;
    std::vector<Taker> takers;
    std::set<Taker> known;
    std::set<Symbol> flows;
  };

  Meet meet_;
  std::map<Symbol, Slot> slots_;
};

}  // namespace unblock::lint
