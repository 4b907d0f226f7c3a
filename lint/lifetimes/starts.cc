#include "lint/lifetimes/starts.h"

#include "lint/flow/lifetime.h"

namespace unblock::lint {

const std::vector<Start>& Starts::in(const Function& function) {
  const auto [place, fresh] = found_.try_emplace(&function);
  if (!fresh || function.decl->isDependentContext()) return place->second;  // of a function that calls itself: nothing yet
  std::vector<Start> starts = direct_(function);
  for (const CallSite& call : function.calls) add_through(call, starts);
  return found_[&function] = std::move(starts);
}

void Starts::add_through(const CallSite& call, std::vector<Start>& starts) {
  const bool certain = call.targets.size() == 1 && call.targets[0].certain;
  const Function* callee = certain ? lifetimes_.unit().find(call.targets[0].decl) : nullptr;
  if (!callee || callee == call.in || callee->coroutine || callee->lambda) return;
  for (const Start& inner : in(*callee)) {
    const Object object = lifetimes_.objects().seen_by_caller(inner.object, call);
    if (object && always_reached(*callee, *inner.call) && !scope_waits_after(lifetimes_.unit(), *callee, *inner.call)) starts.push_back({&call, inner.origin, object, inner.kind});
  }
}

/// Whether every path through a function that returns runs over `call`.
bool Starts::always_reached(const Function& function, const CallSite& call) const {
  const Flow& flow = lifetimes_.flow(function);
  bool missed = !flow.valid();
  flow.after(
      nullptr, [&](const FlowPoint& point) { return point.statement == call.expr ? Step::stop : Step::go_on; },
      [&](const clang::Stmt*) { missed = true; });
  return !missed;
}

std::vector<Start> exclusive_operations(const Lifetimes& lifetimes, const Function& function) {
  std::vector<Start> starts;
  for (const Operation& operation : lifetimes.operations(function)) {
    if (operation.row->exclusive.empty() || !operation.pending || !operation.object) continue;
    starts.push_back({operation.call, operation.call, operation.object, operation.row->exclusive});
  }
  return starts;
}

}  // namespace unblock::lint
