#include "lint/checks/blocking_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "lint/model/decl_names.h"

namespace unblock::lint {
namespace {

std::string callee_name(const CallSite& call) {
  return call.callee ? display_name(*call.callee) : "a function pointer";
}

std::string simple_callee_name(const CallSite& call) {
  return call.callee && call.callee->getIdentifier() ? call.callee->getName().str() : callee_name(call);
}

std::string headline(const AsyncContext& context, const std::vector<PathStep>& chain) {
  const CallSite& last = *chain.back().call;
  const bool certain = std::all_of(chain.begin(), chain.end(), [](const PathStep& step) { return step.certain; });
  const std::string where = fmt::format("{} runs on the event loop", context_phrase(context));
  const std::string instead = instead_clause(last.blocks->instead, simple_callee_name(last));
  const char* phrase = tier_phrase(last.blocks->tier);
  if (chain.size() == 1) return fmt::format("'{}' {}, and {}{}", callee_name(last), phrase, where, instead);
  const CallSite& first = *chain.front().call;
  const bool passed = first.callee && chain.front().next && chain.front().next->lambda;
  return fmt::format("'{}' {} '{}'{}, which {}, and {}{}", passed ? callee_name(first) : chain.front().next->name(),
                     certain ? "ends in" : "may end in", callee_name(last),
                     chain.size() > 2 ? fmt::format(", {} calls down", chain.size() - 1) : "", phrase, where, instead);
}

}  // namespace

void BlockingCheck::report_chain(const AsyncContext& context, const std::vector<PathStep>& chain) {
  if (!report(chain.front().call->location(), headline(context, chain))) return;
  explain_context(context);
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const PathStep& step = chain[i];
    const std::string caller = chain[i - 1].next->name();
    const std::string callee = step.next ? step.next->name() : callee_name(*step.call);
    note(step.call->location(), fmt::format("{} {} '{}' here", caller == "this lambda" ? caller : fmt::format("'{}'", caller),
                                            step.certain ? "calls" : "may call", callee));
  }
}

void BlockingCheck::check_unit(const Unit& unit) {
  const BlockingPaths paths(unit, [this](const BlockingRow& row) { return wanted(row); });
  for (const AsyncContext& context : unit.contexts) {
    for (const CallSite& call : context.function->calls) {
      const auto chain = paths.from(call);
      if (!chain.empty()) report_chain(context, chain);
    }
  }
}

}  // namespace unblock::lint
