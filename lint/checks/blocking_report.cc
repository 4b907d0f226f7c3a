#include "lint/checks/blocking_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "lint/extract/conditions.h"
#include "lint/extract/decl_names.h"

namespace unblock::lint {
namespace {

std::string callee_name(const CallSite& call) {
  return call.callee ? display_name(*call.callee) : "a function pointer";
}

bool unnamed(const clang::FunctionDecl& callee) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&callee);
  return method && method->getParent()->isLambda();
}

std::string simple_callee_name(const CallSite& call) {
  return call.callee && call.callee->getIdentifier() ? call.callee->getName().str() : callee_name(call);
}

/// "'load'", "a lambda", or "'is_odd'" for a lambda that is kept in a variable of that name.
std::string step_phrase(const CallSite& call, const Function* next) {
  if (!next || !next->lambda) return fmt::format("'{}'", next ? next->name() : callee_name(call));
  const auto* variable = call.object ? named_object(call.object) : nullptr;
  const bool itself = call.callee && unnamed(*call.callee);
  if (itself) return variable && !variable->getNameAsString().empty() ? fmt::format("'{}'", variable->getNameAsString()) : "a lambda";
  return call.callee ? fmt::format("'{}'", callee_name(call)) : "a lambda";
}

/// What the waiting holds up. A coroutine's thread is not known to be a loop's, but others share it.
std::string held_up(const AsyncContext& context) {
  if (context.kind != ContextKind::coroutine) return fmt::format("{} runs on the event loop", context_phrase(context));
  return fmt::format("{} holds up all others on its thread meanwhile", context_phrase(context));
}

std::string headline(const AsyncContext& context, const std::vector<PathStep>& chain) {
  const CallSite& last = *chain.back().call;
  const bool certain = std::all_of(chain.begin(), chain.end(), [](const PathStep& step) { return step.certain; });
  const std::string where = held_up(context);
  const std::string instead = instead_clause(last.blocks->instead, simple_callee_name(last));
  const char* phrase = tier_phrase(last.blocks->tier);
  if (chain.size() == 1) return fmt::format("'{}' {}, and {}{}", callee_name(last), phrase, where, instead);
  return fmt::format("{} {} '{}'{}, which {}, and {}{}", step_phrase(*chain.front().call, chain.front().next),
                     certain ? "ends in" : "may end in", callee_name(last),
                     chain.size() > 2 ? fmt::format(", {} calls down", chain.size() - 1) : "", phrase, where, instead);
}

}  // namespace

void BlockingCheck::report_chain(const AsyncContext& context, const std::vector<PathStep>& chain) {
  if (!report(chain.front().call->location(), headline(context, chain))) return;
  explain_context(context);
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const PathStep& step = chain[i];
    const bool from_lambda = chain[i - 1].next->lambda != nullptr;
    note(step.call->location(), fmt::format("{} {} {} here", from_lambda ? "which" : fmt::format("'{}'", chain[i - 1].next->name()),
                                            step.certain ? "calls" : "may call", step_phrase(*step.call, step.next)));
  }
}

void BlockingCheck::check_unit(const Unit& unit) {
  const BlockingPaths paths(unit, [this](const BlockingRow& row) { return wanted(row); });
  const BlockingPaths when_ready(unit, [this](const BlockingRow& row) { return wanted(row) && !row.unless_ready; });
  for (const AsyncContext& context : unit.contexts) {
    for (const CallSite& call : context.function->calls) {
      const auto chain = (context.after_readiness ? when_ready : paths).from(call);
      if (!chain.empty()) report_chain(context, chain);
    }
  }
}

}  // namespace unblock::lint
