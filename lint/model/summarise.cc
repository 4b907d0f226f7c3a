#include "lint/model/summarise.h"

#include <clang/Basic/SourceManager.h>
#include <clang/Index/USRGeneration.h>

#include <map>
#include <set>

#include "lint/model/blocking_paths.h"
#include "lint/model/callable.h"
#include "lint/model/decl_names.h"

namespace unblock::lint {
namespace {

std::string id_of(const clang::FunctionDecl& function) {
  llvm::SmallString<128> id;
  return clang::index::generateUSRForDecl(&function, id) ? "" : std::string(id);
}

const char* place_name(RunsOn runs_on) {
  switch (runs_on) {
    case RunsOn::loop:
    case RunsOn::executor: return "loop";
    case RunsOn::pool: return "pool";
    case RunsOn::thread: return "thread";
    case RunsOn::caller:
    case RunsOn::unknown: return "";
  }
  return "";
}

class Summariser {
 public:
  explicit Summariser(const Unit& unit) : unit_(unit), paths_(unit, [](const BlockingRow&) { return true; }) {}

  Summaries run() {
    Summaries all;
    for (const Function& function : unit_.functions) {
      if (function.decl->isDependentContext()) continue;
      FunctionSummary summary = one(function);
      if (!summary.id.empty()) all.emplace(summary.id, std::move(summary));
    }
    return all;
  }

 private:
  FunctionSummary one(const Function& function) {
    FunctionSummary summary;
    summary.id = id_of(*function.decl);
    summary.name = function.name();
    summary.coroutine = function.coroutine;
    if (const AsyncContext* context = unit_.context_of(function)) {
      summary.context = context->kind == ContextKind::coroutine ? "coroutine" : context->sink_name;
    }
    std::set<std::string> calls;
    for (const CallSite& call : function.calls) {
      const auto chain = paths_.from(call);
      if (!chain.empty()) summary.blocks.push_back(blocking(chain));
      const bool elsewhere = call.callee && !call.blocks && call.targets.empty() && !in_system_header(*call.callee);
      if (elsewhere) calls.insert(id_of(*call.callee));
    }
    calls.erase("");
    summary.calls.assign(calls.begin(), calls.end());
    add_parameters(function, summary);
    return summary;
  }

  BlockingSummary blocking(const std::vector<PathStep>& chain) const {
    BlockingSummary result;
    const CallSite& last = *chain.back().call;
    result.tier = tier_name(last.blocks->tier);
    result.callee = last.callee ? display_name(*last.callee) : "";
    result.instead = last.blocks->instead;
    result.sync_wait = last.blocks->sync_wait;
    const auto& sources = unit_.ast->getSourceManager();
    for (const PathStep& step : chain) {
      result.certain = result.certain && step.certain;
      const auto at = sources.getPresumedLoc(sources.getExpansionLoc(step.call->location()));
      result.path.push_back({step.next ? step.next->name() : result.callee, at.isValid() ? at.getFilename() : "", at.isValid() ? at.getLine() : 0});
    }
    return result;
  }

  void add_parameters(const Function& function, FunctionSummary& summary) const {
    std::map<unsigned, ParameterSummary> found;
    const auto parameter_of = [&](const clang::Expr* expr) -> ParameterSummary* {
      const clang::ParmVarDecl* parameter = expr ? resolve_callable(unit_, expr).parameter : nullptr;
      if (!parameter || parameter->getDeclContext() != function.decl) return nullptr;
      ParameterSummary& entry = found[parameter->getFunctionScopeIndex()];
      entry.index = parameter->getFunctionScopeIndex();
      return &entry;
    };
    for (const CallSite& call : function.calls) {
      if (call.callee && call.callee->getOverloadedOperator() != clang::OO_Call) continue;
      if (ParameterSummary* entry = parameter_of(call.callee_expr)) entry->called_now = true;
    }
    for (const HandOver& given : unit_.hand_overs) {
      if (given.call->in != &function) continue;
      ParameterSummary* entry = parameter_of(given.callable);
      if (!entry) continue;
      entry->called_now = entry->called_now || given.runs_on == RunsOn::caller;
      if (entry->kept_for.empty()) entry->kept_for = place_name(given.runs_on);
    }
    for (const auto& [index, entry] : found) {
      if (entry.called_now || !entry.kept_for.empty()) summary.parameters.push_back(entry);
    }
  }

  bool in_system_header(const clang::FunctionDecl& function) const {
    const auto& sources = unit_.ast->getSourceManager();
    return function.getLocation().isInvalid() || sources.isInSystemHeader(sources.getExpansionLoc(function.getLocation()));
  }

  const Unit& unit_;
  BlockingPaths paths_;
};

}  // namespace

Summaries summarise(const Unit& unit) { return Summariser(unit).run(); }

}  // namespace unblock::lint
