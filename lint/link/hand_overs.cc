#include "lint/link/hand_overs.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "lint/link/slots.h"
#include "lint/link/worker_loops.h"

namespace unblock::lint {
namespace {

/// A row of a model that says what becomes of an argument, by where it was applied.
struct Sink {
  CallRef origin;
  unsigned position = 0;
  RunsOn runs_on = RunsOn::loop;
  bool spawns = false;
};

/// What a function does with a callable parameter.
struct ParameterUse {
  bool called_now = false;  ///< calls it before it returns
  bool has_sink = false;    ///< hands it over
  Sink sink;
  std::set<Symbol> kept_in;  ///< members and globals that it puts it into
};

/// Who takes a callable out of a slot: a call of it, or one that hands it over as an argument.
struct Taker {
  CallRef call;
  std::optional<Sink> sink;
  unsigned argument = 0;

  friend bool operator<(const Taker& a, const Taker& b) {
    return std::tuple(a.call, a.sink.has_value(), a.argument) < std::tuple(b.call, b.sink.has_value(), b.argument);
  }
};

class Finder {
 public:
  explicit Finder(Program& program)
      : program_(program), slots_([this](const Taker& taker, const LinkedTarget& target) { meet(taker, target); }) {}

  void run() {
    for (Node node = 0; node < program_.functions.size(); ++node) {
      for (const facts::Store& store : program_.functions[node].facts->stores) keep(node, store.callable, program_.symbols.intern(store.slot));
    }
    each_call([this](CallRef ref, LinkedCall& call) { collect(ref, call); });
    while (look_again()) {}
  }

 private:
  template <class Visit>
  void each_call(const Visit& visit) {
    for (Node node = 0; node < program_.functions.size(); ++node) {
      auto& calls = program_.functions[node].calls;
      for (unsigned i = 0; i < calls.size(); ++i) visit(CallRef{node, i}, calls[i]);
    }
  }

  void collect(CallRef ref, LinkedCall& call) {
    for (unsigned i = 0; i < call.facts->hands_over.size(); ++i) {
      const facts::HandOver& given = call.facts->hands_over[i];
      const RunsOn place = runs_on(program_, given.runs_on, given.workers);
      hand_over(ref, i, given.callable, {ref, i, place, given.spawns});
    }
  }

  bool look_again() {
    changed_ = false;
    each_call([this](CallRef ref, LinkedCall& call) { note_parameter_call(ref, call); });
    each_call([this](CallRef ref, LinkedCall& call) { spread_through_parameters(ref, call); });
    return changed_;
  }

  /// Uses are those of one definition's parameter: functions of the same name in several programs are not mixed up.
  ParameterUse& use_of(Node owner, unsigned index) { return uses_[{owner, index}]; }

  struct Parameter {
    Node owner = 0;
    unsigned index = 0;
  };

  /// "ID#0": the parameter that a slot is, as code of a function names it. None for other slots.
  std::optional<Parameter> parameter(const std::string& slot, Node from) {
    const std::size_t mark = slot.rfind('#');
    if (mark == std::string::npos || mark + 1 >= slot.size()) return std::nullopt;
    const std::string_view number = std::string_view(slot).substr(mark + 1);
    unsigned index = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), index);
    if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
    const auto owners = program_.find(program_.symbols.intern(std::string_view(slot).substr(0, mark)), program_.functions[from].unit);
    if (owners.empty()) return std::nullopt;
    return Parameter{owners.front(), index};
  }

  /// A parameter that is called: at once by its own function, or later by a lambda that function handed over.
  void note_parameter_call(CallRef ref, LinkedCall& call) {
    if (call.facts->through.empty() || !call.targets.empty()) return;
    const auto called = parameter(call.facts->through, ref.function);
    if (!called) return take(call.facts->through, {ref, std::nullopt, 0});
    ParameterUse& use = use_of(called->owner, called->index);
    if (called->owner == ref.function) {
      changed_ |= !std::exchange(use.called_now, true);
      return;
    }
    const auto later = runners_.find(ref.function);
    if (later == runners_.end() || use.has_sink) return;
    use.has_sink = changed_ = true;
    use.sink = later->second;
  }

  void hand_over(CallRef ref, unsigned argument, const facts::Callable& callable, const Sink& sink) {
    if (const auto given = parameter(callable.slot, ref.function)) {
      ParameterUse& use = use_of(given->owner, given->index);
      if (sink.runs_on == RunsOn::caller) {
        changed_ |= !std::exchange(use.called_now, true);
      } else if (!std::exchange(use.has_sink, true)) {
        use.sink = sink;
        changed_ = true;
      }
    } else {
      take(callable.slot, {ref, sink, argument});
    }
    record(ref, argument, sink, linked(callable.targets));
  }

  void record(CallRef ref, unsigned argument, const Sink& sink, std::vector<LinkedTarget> targets) {
    if (sink.runs_on == RunsOn::caller) {
      auto& entered = program_.linked(ref).targets;
      entered.insert(entered.end(), targets.begin(), targets.end());
    } else {
      for (const LinkedTarget& target : targets) {
        for (Node node : program_.find(target.function, ref)) runners_.insert_or_assign(node, sink);
      }
    }
    program_.hand_overs.push_back({ref, sink.origin, sink.position, argument, sink.runs_on, std::move(targets)});
  }

  std::vector<LinkedTarget> linked(const std::vector<facts::Target>& targets) {
    std::vector<LinkedTarget> result;
    for (const facts::Target& target : targets) result.push_back({program_.symbols.intern(target.function), target.certain});
    return result;
  }

  /// `on_done_ = handler`, `listeners_.push_back(handler)`
  void keep(Node from, const facts::Callable& callable, Symbol slot) {
    for (const LinkedTarget& target : linked(callable.targets)) slots_.put(slot, target);
    if (const auto given = parameter(callable.slot, from)) {
      changed_ |= use_of(given->owner, given->index).kept_in.insert(slot).second;
    } else if (!callable.slot.empty()) {
      slots_.flow(program_.symbols.intern(callable.slot), slot);
    }
  }

  void take(const std::string& slot, const Taker& taker) {
    if (!slot.empty()) slots_.take(program_.symbols.intern(slot), taker);
  }

  /// Who put it there is not known to be the last one who did.
  void meet(const Taker& taker, const LinkedTarget& target) {
    changed_ = true;
    if (taker.sink) {
      record(taker.call, taker.argument, *taker.sink, {{target.function, false}});
    } else {
      program_.linked(taker.call).targets.push_back({target.function, false});
    }
  }

  /// Calls that pass a callable to a function whose parameter is called or handed over.
  void spread_through_parameters(CallRef ref, LinkedCall& call) {
    if (call.facts->passes.empty()) return;
    for (Node callee : program_.find(program_.symbols.intern(call.facts->callee), ref)) {
      for (const facts::Pass& pass : call.facts->passes) {
        const auto found = uses_.find({callee, pass.index});
        if (found == uses_.end()) continue;
        const ParameterUse use = found->second;
        for (Symbol slot : use.kept_in) {
          if (first_time(ref, pass.index, slot + 2)) keep(ref.function, pass.callable, slot);
        }
        if (use.called_now && first_time(ref, pass.index, 0)) enter(ref, call, pass);
        if (use.has_sink && first_time(ref, pass.index, 1)) hand_over(ref, pass.index, callable_for(pass, use.sink), bound(pass, use.sink));
      }
    }
  }

  /// Whether an argument was not yet passed on so: 0 to be called, 1 to a sink, or into a slot.
  bool first_time(CallRef ref, unsigned index, unsigned how) {
    const bool is_new = passed_.insert({ref, index, how}).second;
    changed_ |= is_new;
    return is_new;
  }

  void enter(CallRef ref, LinkedCall& call, const facts::Pass& pass) {
    for (const facts::Target& target : pass.callable.targets) {
      call.targets.push_back({program_.symbols.intern(target.function), target.certain});
    }
    if (const auto given = parameter(pass.callable.slot, ref.function)) {
      use_of(given->owner, given->index).called_now = true;
    } else {
      take(pass.callable.slot, {ref, std::nullopt, 0});
    }
  }

  /// co_spawn(executor, work(), token): the coroutine object's function is what runs.
  static facts::Callable callable_for(const facts::Pass& pass, const Sink& sink) {
    facts::Callable callable = pass.callable;
    if (sink.spawns) callable.targets.insert(callable.targets.end(), pass.task_of.begin(), pass.task_of.end());
    return callable;
  }

  /// The sink, with the executor that is bound to the callable.
  Sink bound(const facts::Pass& pass, Sink sink) {
    const RunsOn place = sink.runs_on == RunsOn::thread ? RunsOn::loop : runs_on(program_, pass.runs_on, pass.workers);
    if (place != RunsOn::loop) sink.runs_on = place;
    return sink;
  }

  Program& program_;
  std::map<std::pair<Node, unsigned>, ParameterUse> uses_;
  std::unordered_map<Node, Sink> runners_;  ///< what was handed over to run later
  Slots<Taker> slots_;
  std::set<std::tuple<CallRef, unsigned, unsigned>> passed_;
  bool changed_ = false;
};

}  // namespace

void find_hand_overs(Program& program) { Finder(program).run(); }

}  // namespace unblock::lint
