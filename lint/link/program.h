// The facts of one or many units, joined: one table of functions, what each call may enter and wait for, who runs on an event
// loop. Made by link(); the checks about blocking ask it, and the checks inside one unit get their part of it back.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lint/facts/facts.h"
#include "lint/link/symbols.h"

namespace unblock::lint {

/// A function of the program, by its place in Program::functions.
using Node = unsigned;

struct CallRef {
  Node function = 0;
  unsigned call = 0;

  friend auto operator<=>(const CallRef&, const CallRef&) = default;
};

struct LinkedTarget {
  Symbol function = 0;
  bool certain = true;
};

struct LinkedCall {
  const facts::Call* facts = nullptr;
  std::vector<LinkedTarget> targets;   ///< those of the facts first, then those that only the whole program shows
  const facts::Wait* wait = nullptr;   ///< what it waits for; null where it does not
};

struct LinkedFunction {
  const facts::Function* facts = nullptr;
  unsigned unit = 0;  ///< in Program::units
  Symbol id = 0;
  std::vector<LinkedCall> calls;
};

enum class ContextKind {
  coroutine,
  callback,
  annotated
};

/// Why a function runs on an event loop.
struct Context {
  Node function = 0;
  ContextKind kind = ContextKind::coroutine;
  CallRef sink;                  ///< of a callback: where it was handed over
  bool after_readiness = false;  ///< it runs when a handle is ready, so that reading or writing it does not wait
};

/// Where a callable was handed over, and which row of the unit's models said so: the hand-over `origin_position` of `origin`.
struct LinkedHandOver {
  CallRef call;
  CallRef origin;
  unsigned origin_position = 0;
  unsigned argument = 0;  ///< which argument of `call`; counts hand-overs where `call` is the origin
  RunsOn runs_on = RunsOn::loop;
  std::vector<LinkedTarget> targets;
};

/// Which units may be linked together: those that end in one program, and those of which nothing is known with all.
class UnitGroups {
 public:
  UnitGroups() = default;
  explicit UnitGroups(const std::vector<const facts::Unit*>& units);

  bool same(unsigned a, unsigned b) const { return group_of_.empty() || group_of_[a] == group_of_[b]; }
  bool meet(unsigned a, unsigned b) const { return group_of_.empty() || meet_[group_of_[a]][group_of_[b]]; }
  /// Of a unit; 0 where all units are one program.
  unsigned of(unsigned unit) const { return group_of_.empty() ? 0 : group_of_[unit]; }

 private:
  std::vector<unsigned> group_of_;       ///< empty: all meet
  std::vector<std::vector<bool>> meet_;
};

struct Program {
  Symbols symbols;
  std::vector<const facts::Unit*> units;
  UnitGroups groups;
  std::vector<LinkedFunction> functions;
  std::vector<std::vector<Node>> definitions;  ///< by symbol: several where units define it at several places
  std::map<std::pair<unsigned, Symbol>, Node> own;  ///< of those: which one a unit has itself
  std::vector<LinkedHandOver> hand_overs;
  std::vector<Context> contexts;
  std::set<Symbol> nonblocking_handles;
  std::set<Symbol> opened_files;
  std::set<Symbol> worker_loops;               ///< loops that are only the queue of one thread
  std::set<Node> on_loops;                     ///< the contexts and all that they call
  std::set<Node> waited_for;                   ///< coroutines that begin on the thread of somebody who waits for them, off any loop

  /// What code of a unit enters when it names a function: its own definition, or else all there are in its programs.
  std::span<const Node> find(Symbol function, unsigned unit) const;
  std::span<const Node> find(Symbol function, CallRef from) const { return find(function, functions[from.function].unit); }
  const facts::Call& call(CallRef ref) const { return *functions[ref.function].calls[ref.call].facts; }
  LinkedCall& linked(CallRef ref) { return functions[ref.function].calls[ref.call]; }

 private:
  mutable std::map<std::pair<unsigned, Symbol>, std::vector<Node>> met_;  ///< by group of units: where it meets some of the definitions
};

/// Joins units, which must outlive the result. The same units give the same program in whatever order they come.
std::unique_ptr<Program> link(std::vector<const facts::Unit*> units);

}  // namespace unblock::lint
