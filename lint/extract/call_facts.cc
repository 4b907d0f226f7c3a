#include "lint/extract/call_facts.h"

#include <algorithm>

#include "lint/extract/callables.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/guards.h"
#include "lint/extract/pools.h"
#include "lint/extract/readiness.h"
#include "lint/extract/targets.h"

namespace unblock::lint {
namespace {

bool unnamed(const clang::FunctionDecl& callee) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&callee);
  return method && method->getParent()->isLambda();
}

bool matters(const facts::Call& call) {
  return !call.waits.empty() || !call.targets.empty() || !call.method.empty() || !call.through.empty() || !call.hands_over.empty() ||
         !call.passes.empty() || !call.pool_tasks.empty();
}

}  // namespace

bool CallFacts::is_ours(const clang::FunctionDecl& function) const {
  return unit_.find(&function) || (function.getLocation().isValid() && !in_system_header(*unit_.ast, function));
}

void CallFacts::add(CallSite& call, const std::vector<SinkPosition>& sinks, facts::Function& function, FunctionOrigin& origin) {
  facts::Call out;
  CallOrigin from;
  from.site = &call;
  add_callee(call, out);
  add_waits(call, out, from);
  for (const SinkPosition& sink : sinks) add_hand_over(sink, out, from);
  add_passes(call, out);
  for (const auto* task : tasks_given_to_pool(unit_, call)) out.pool_tasks.push_back(ids_.of(*task));
  if (!matters(out)) return;
  out.at_once = returns_at_once(unit_, call);
  out.readiness = !out.hands_over.empty() && is_readiness(unit_, call);
  out.at = places_.of(call.location());
  out.expansions = places_.expansions(call.location(), unit_.ast->getLangOpts());
  out.only_when = parameter_tests(unit_, call);
  if (!out.targets.empty() || !out.method.empty()) out.constants = constants_given(unit_, call);
  add_words(call, out);
  function.calls.push_back(std::move(out));
  origin.calls.push_back(std::move(from));
}

void CallFacts::add_callee(const CallSite& call, facts::Call& out) {
  out.targets = to_facts(ids_, call.targets);
  if (call.callee && is_ours(*call.callee)) {
    out.callee = ids_.of(*call.callee);
    const bool overridden = enters_overriders(call);
    if (overridden) out.method = out.callee;
    const clang::FunctionDecl* certain = certain_overrider(call);
    const clang::FunctionDecl* entered = certain ? certain : call.callee;
    const bool empty = overridden && llvm::cast<clang::CXXMethodDecl>(call.callee)->isPureVirtual();
    if (out.targets.empty() && !empty) out.targets.push_back({ids_.of(*entered), !overridden});
  }
  if (!out.targets.empty() || !call.callee_expr) return;
  const Callable called = resolve_callable(unit_, call.callee_expr);
  const bool is_value = !call.callee || call.callee->getOverloadedOperator() == clang::OO_Call;
  if (called.parameter) out.through = ids_.of(*called.parameter);
  if (called.slot && is_value) out.through = ids_.of(*called.slot);
}

std::vector<facts::HandleTest> CallFacts::tests(const std::vector<HandleNeed>& needs) {
  std::vector<facts::HandleTest> result;
  for (const HandleNeed& need : needs) {
    tested_.insert(need.variable);
    result.push_back({ids_.of(*need.variable), need.nonblocking, need.opened_file});
  }
  return result;
}

void CallFacts::add_waits(const CallSite& call, facts::Call& out, CallOrigin& origin) {
  for (const PossibleWait& wait : possible_waits(unit_, call)) {
    const BlockingRow& row = *wait.row;
    out.waits.push_back({row.tier, row.instead, row.sync_wait, row.runs_loop, row.unless_ready, row.null_callback, wait.excused,
                         tests(wait.only_if), tests(wait.unless)});
    origin.waits.push_back(&row);
  }
}

void CallFacts::add_hand_over(const SinkPosition& sink, facts::Call& out, CallOrigin& origin) {
  const Callable callable = resolve_callable(unit_, sink.argument);
  const Where where = bound_to_executor(unit_, callable, sink.where);
  facts::HandOver given{to_facts(ids_, callable), where.runs_on, worker_names(ids_, where), sink.row->spawns};
  if (sink.row->spawns) {
    for (const facts::Target& made : to_facts(ids_, coroutines_made_by(unit_, sink.argument))) {
      if (std::find(given.callable.targets.begin(), given.callable.targets.end(), made) == given.callable.targets.end()) given.callable.targets.push_back(made);
    }
  }
  out.hands_over.push_back(std::move(given));
  origin.sinks.push_back(sink.row);
  origin.handed_over.push_back(sink.argument);
}

void CallFacts::add_passes(const CallSite& call, facts::Call& out) {
  if (out.callee.empty()) return;
  const Function* callee = unit_.find(call.callee);
  const clang::FunctionDecl& decl = callee ? *callee->decl : *call.callee;
  const unsigned count = std::min<unsigned>(decl.getNumParams(), static_cast<unsigned>(call.arguments.size()));
  for (unsigned i = 0; i < count; ++i) {
    Callable callable = resolve_callable(unit_, call.arguments[i]);
    if (callable.parameter && !may_be_callable(*unit_.ast, callable.parameter->getType())) callable.parameter = nullptr;
    facts::Pass pass{i, to_facts(ids_, callable), RunsOn::loop, {}, to_facts(ids_, coroutines_made_by(unit_, call.arguments[i]))};
    if (pass.callable.empty() && pass.task_of.empty()) continue;
    const Where where = bound_to_executor(unit_, callable, {});
    pass.runs_on = where.runs_on;
    pass.workers = worker_names(ids_, where);
    out.passes.push_back(std::move(pass));
  }
}

void CallFacts::add_words(const CallSite& call, facts::Call& out) {
  out.name = call.callee ? display_name(*call.callee) : "";
  out.short_name = call.callee && call.callee->getIdentifier() ? call.callee->getName().str() : out.name;
  if (!call.callee || !unnamed(*call.callee)) return;
  const auto* variable = call.object ? named_object(call.object) : nullptr;
  out.lambda_name = variable && !variable->getNameAsString().empty() ? "'" + variable->getNameAsString() + "'" : "a lambda";
}

}  // namespace unblock::lint
