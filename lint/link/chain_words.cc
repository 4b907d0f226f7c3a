#include "lint/link/chain_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "lint/link/words.h"

namespace unblock::lint {
namespace {

constexpr std::size_t kMostNotes = 20;
constexpr std::size_t kMostWays = 3;
constexpr std::size_t kLongestMessage = 120;

class Words {
 public:
  explicit Words(const Program& program) : program_(program) {}

  ChainFinding one(const Chain& chain) const {
    ChainFinding found{chain.steps.front().call, false, message(what_waits(chain.steps), held_up(*chain.context)) + instead(chain), {why(*chain.context)}};
    add_steps(chain.steps, 1, found.notes);
    return found;
  }

  ChainFinding many(std::span<const WayDown> ways, std::size_t contexts) const {
    const Chain& first = *ways.front().chain;
    const std::span<const PathStep> below = std::span(first.steps).subspan(ways.front().cause);
    const std::string who = contexts == 1 ? held_up(*first.context)
                                          : fmt::format("reached from {} async functions", contexts);
    ChainFinding found{below.front().call, false, message(what_waits(below), who) + instead(first), {}};
    add_steps(first.steps, ways.front().cause + 1, found.notes);
    for (std::size_t i = 0; i < ways.size() && i < kMostWays; ++i) add_way(ways[i], found.notes);
    if (ways.size() > kMostWays) {
      const std::size_t more = ways.size() - kMostWays;
      found.notes.push_back({found.call, 0, fmt::format("and {} more {} here", more, more == 1 ? "way leads" : "ways lead")});
    }
    return found;
  }

 private:
  const facts::Function& function(Node node) const { return *program_.functions[node].facts; }

  static std::string callee_name(const facts::Call& call) { return call.name.empty() ? "a function pointer" : call.name; }

  /// "'load'", "a lambda", or "'is_odd'" for a lambda that is kept in a variable of that name.
  std::string step_phrase(const PathStep& step) const {
    const facts::Call& call = program_.call(step.call);
    if (!step.next) return fmt::format("'{}'", callee_name(call));
    if (!function(*step.next).lambda) return fmt::format("'{}'", function(*step.next).name);
    if (!call.lambda_name.empty()) return call.lambda_name;
    return call.name.empty() ? "a lambda" : fmt::format("'{}'", call.name);
  }

  std::string step_text(const facts::Function& from, const PathStep& step) const {
    return fmt::format("{} {} {} here", from.lambda ? "which" : fmt::format("'{}'", from.name), step.certain ? "calls" : "may call",
                       step_phrase(step));
  }

  /// From a step on, the first of which is not the chain's own.
  void add_steps(std::span<const PathStep> steps, std::size_t first, std::vector<ChainNote>& notes) const {
    for (std::size_t i = first; i < steps.size() && i <= kMostNotes; ++i) {
      notes.push_back({steps[i].call, 0, step_text(function(*steps[i - 1].next), steps[i])});
    }
  }

  /// Down to the cause, which is named where the context itself calls it.
  void add_way(const WayDown& way, std::vector<ChainNote>& notes) const {
    const Context& context = *way.chain->context;
    notes.push_back(why(context));
    const PathStep& first = way.chain->steps.front();
    if (way.cause > 0) notes.push_back({first.call, 0, step_text(function(context.function), first)});
    add_steps(std::span(way.chain->steps).first(way.cause), 1, notes);
  }

  std::string sink_name(const Context& context) const {
    const facts::Call& call = program_.call(context.sink);
    return call.name.empty() ? "a callback parameter" : call.name;
  }

  /// "the coroutine 'session'", "this lambda, a callback of 'async_read_some',"
  std::string context_phrase(const Context& context) const {
    const facts::Function& runs = function(context.function);
    std::string quoted = runs.lambda ? "this lambda" : fmt::format("'{}'", runs.name);
    switch (context.kind) {
      case ContextKind::coroutine: return runs.lambda ? "this coroutine" : fmt::format("the coroutine {}", quoted);
      case ContextKind::callback: return fmt::format("{}, a callback of '{}',", quoted, sink_name(context));
      case ContextKind::annotated: break;
    }
    return quoted;
  }

  /// Whose thread it holds up.
  std::string held_up(const Context& context) const {
    const facts::Function& runs = function(context.function);
    if (context.kind == ContextKind::coroutine) return runs.lambda ? "in a coroutine" : fmt::format("in the coroutine '{}'", runs.name);
    return runs.lambda ? fmt::format("in a callback of '{}'", sink_name(context)) : fmt::format("in '{}', which runs on the event loop", runs.name);
  }

  /// One clause. Where it gets long, the notes alone say whose thread waits.
  static std::string message(const std::string& what, const std::string& where) {
    const std::string whole = what + ", " + where;
    return whole.size() <= kLongestMessage ? whole : what;
  }

  const facts::Wait& wait(const PathStep& last) const { return *program_.functions[last.call.function].calls[last.call.call].wait; }

  std::string instead(const Chain& chain) const {
    const PathStep& last = chain.steps.back();
    return instead_clause(wait(last).instead, program_.call(last.call).short_name);
  }

  /// "'sleep' waits", "'load' ends in 'sleep', 2 calls down, which waits"
  std::string what_waits(std::span<const PathStep> steps) const {
    const std::string last = callee_name(program_.call(steps.back().call));
    const char* phrase = tier_phrase(wait(steps.back()).tier);
    if (steps.size() == 1) return fmt::format("'{}' {}", last, phrase);
    const bool certain = std::all_of(steps.begin(), steps.end(), [](const PathStep& step) { return step.certain; });
    return fmt::format("{} {} '{}'{}, which {}", step_phrase(steps.front()), certain ? "ends in" : "may end in", last,
                       steps.size() > 2 ? fmt::format(", {} calls down", steps.size() - 1) : "", phrase);
  }

  /// Why this code runs on the event loop.
  ChainNote why(const Context& context) const {
    const facts::Function& runs = function(context.function);
    switch (context.kind) {
      case ContextKind::coroutine:
        return {std::nullopt, context.function,
                fmt::format("{} shares its thread with other tasks, which run only while it is suspended", context_phrase(context))};
      case ContextKind::callback:
        return {context.sink, 0, fmt::format("'{}' takes {} here and calls it on the event loop", sink_name(context), runs.lambda ? "this lambda" : fmt::format("'{}'", runs.name))};
      case ContextKind::annotated: break;
    }
    return {std::nullopt, context.function, fmt::format("'{}' is annotated as running on the event loop", runs.name)};
  }

  const Program& program_;
};

}  // namespace

ChainFinding one_way(const Program& program, const Chain& chain) { return Words(program).one(chain); }

ChainFinding many_ways(const Program& program, std::span<const WayDown> ways, std::size_t contexts) { return Words(program).many(ways, contexts); }

const facts::Place& place_of(const Program& program, const ChainFinding& found) {
  const facts::Call& call = program.call(found.call);
  return found.in_macro ? call.expansions.front().at : call.at;
}

const facts::Place& place_of(const Program& program, const ChainNote& note) {
  return note.call ? program.call(*note.call).at : program.functions[note.function].facts->at;
}

}  // namespace unblock::lint
