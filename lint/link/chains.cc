#include "lint/link/chains.h"

#include <fmt/format.h>

#include <algorithm>

#include "lint/link/words.h"

namespace unblock::lint {
namespace {

constexpr std::size_t kMostNotes = 20;

class Words {
 public:
  explicit Words(const Program& program) : program_(program) {}

  ChainFinding finding(const Context& context, const std::vector<PathStep>& chain) const {
    ChainFinding found{chain.front().call, headline(context, chain), {why(context)}};
    for (std::size_t i = 1; i < chain.size() && i <= kMostNotes; ++i) found.notes.push_back(step_note(chain[i - 1], chain[i]));
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

  ChainNote step_note(const PathStep& before, const PathStep& step) const {
    const facts::Function& from = function(*before.next);
    return {step.call, 0, fmt::format("{} {} {} here", from.lambda ? "which" : fmt::format("'{}'", from.name),
                                      step.certain ? "calls" : "may call", step_phrase(step))};
  }

  std::string sink_name(const Context& context) const {
    const facts::Call& call = program_.call(context.sink);
    return call.name.empty() ? "a callback parameter" : call.name;
  }

  /// "the coroutine 'session'", "this lambda, a callback of 'async_read_some',"
  std::string context_phrase(const Context& context) const {
    const facts::Function& runs = function(context.function);
    const std::string quoted = runs.lambda ? "this lambda" : fmt::format("'{}'", runs.name);
    switch (context.kind) {
      case ContextKind::coroutine: return runs.lambda ? "this coroutine" : fmt::format("the coroutine {}", quoted);
      case ContextKind::callback: return fmt::format("{}, a callback of '{}',", quoted, sink_name(context));
      case ContextKind::annotated: break;
    }
    return quoted;
  }

  /// What the waiting holds up. A coroutine's thread is not known to be a loop's, but others share it.
  std::string held_up(const Context& context) const {
    if (context.kind != ContextKind::coroutine) return fmt::format("{} runs on the event loop", context_phrase(context));
    return fmt::format("{} holds up all others on its thread meanwhile", context_phrase(context));
  }

  std::string headline(const Context& context, const std::vector<PathStep>& chain) const {
    const facts::Call& last = program_.call(chain.back().call);
    const facts::Wait& wait = *program_.functions[chain.back().call.function].calls[chain.back().call.call].wait;
    const bool certain = std::all_of(chain.begin(), chain.end(), [](const PathStep& step) { return step.certain; });
    const std::string where = held_up(context);
    const std::string instead = instead_clause(wait.instead, last.short_name);
    const char* phrase = tier_phrase(wait.tier);
    if (chain.size() == 1) return fmt::format("'{}' {}, and {}{}", callee_name(last), phrase, where, instead);
    return fmt::format("{} {} '{}'{}, which {}, and {}{}", step_phrase(chain.front()), certain ? "ends in" : "may end in", callee_name(last),
                       chain.size() > 2 ? fmt::format(", {} calls down", chain.size() - 1) : "", phrase, where, instead);
  }

  /// Why this code runs on the event loop.
  ChainNote why(const Context& context) const {
    const facts::Function& runs = function(context.function);
    switch (context.kind) {
      case ContextKind::coroutine:
        return {std::nullopt, context.function,
                fmt::format("{} shares its thread with other tasks, which run only while it is suspended", context_phrase(context))};
      case ContextKind::callback:
        return {context.sink, 0, fmt::format("'{}' takes {} here and calls it on the event loop", sink_name(context),
                                             runs.lambda ? "this lambda" : fmt::format("'{}'", runs.name))};
      case ContextKind::annotated: break;
    }
    return {std::nullopt, context.function, fmt::format("'{}' is annotated as running on the event loop", runs.name)};
  }

  const Program& program_;
};

}  // namespace

std::vector<ChainFinding> find_chains(const Program& program, const BlockingPaths::Wanted& wanted) {
  const BlockingPaths paths(program, wanted);
  const BlockingPaths when_ready(program, [&](const facts::Wait& wait) { return wanted(wait) && !wait.unless_ready; });
  const Words words(program);
  std::vector<ChainFinding> found;
  for (const Context& context : program.contexts) {
    const auto& calls = program.functions[context.function].calls;
    for (unsigned i = 0; i < calls.size(); ++i) {
      const auto chain = (context.after_readiness ? when_ready : paths).from({context.function, i});
      if (!chain.empty()) found.push_back(words.finding(context, chain));
    }
  }
  return found;
}

}  // namespace unblock::lint
