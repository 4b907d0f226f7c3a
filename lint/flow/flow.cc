#include "lint/flow/flow.h"

#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>

#include <set>
#include <vector>

namespace unblock::lint {
namespace {

const clang::Stmt* written_body(const clang::Stmt* body) {
  const auto* coroutine = llvm::dyn_cast_or_null<clang::CoroutineBodyStmt>(body);
  return coroutine ? coroutine->getBody() : body;
}

FlowPoint point(const clang::CFGElement& element) {
  if (const auto statement = element.getAs<clang::CFGStmt>()) return {statement->getStmt(), nullptr};
  if (const auto end = element.getAs<clang::CFGAutomaticObjDtor>()) return {nullptr, end->getVarDecl()};
  return {};
}

}  // namespace

Flow::Flow(const Unit& unit, const Function& function) {
  clang::CFG::BuildOptions options;
  options.setAllAlwaysAdd();
  options.AddImplicitDtors = true;
  options.AddEHEdges = false;
  const clang::Stmt* body = written_body(function.body);
  if (!body || function.decl->isDependentContext()) return;
  graph_ = clang::CFG::buildCFG(function.decl, const_cast<clang::Stmt*>(body), unit.ast, options);
}

std::optional<Flow::Place> Flow::place_after(const clang::Stmt* start) const {
  for (const clang::CFGBlock* block : *graph_) {
    for (std::size_t i = 0; i < block->size(); ++i) {
      if (point((*block)[i]).statement == start) return Place{block, i + 1, start};
    }
  }
  return std::nullopt;
}

void Flow::after(const clang::Stmt* start, const std::function<Step(const FlowPoint&)>& visit,
                 const std::function<void(const clang::Stmt* last)>& at_exit) const {
  if (!graph_) return;
  const auto place = start ? place_after(start) : Place{&graph_->getEntry(), 0, nullptr};
  if (place) walk(*place, visit, at_exit);
}

void Flow::after_condition(const clang::Stmt* condition, bool outcome, const std::function<Step(const FlowPoint&)>& visit) const {
  const auto place = graph_ ? place_after(condition) : std::nullopt;
  if (!place || place->block->succ_size() != 2 || !place->block->getTerminatorStmt()) return;
  const clang::CFGBlock* branch = (place->block->succ_begin() + (outcome ? 0 : 1))->getReachableBlock();
  if (branch && branch != &graph_->getExit()) walk({branch, 0, condition}, visit, {});
}

void Flow::walk(Place start, const std::function<Step(const FlowPoint&)>& visit,
                const std::function<void(const clang::Stmt* last)>& at_exit) const {
  std::vector<Place> open = {start};
  std::set<const clang::CFGBlock*> seen;
  while (!open.empty()) {
    Place place = open.back();
    open.pop_back();
    bool stopped = false;
    for (std::size_t i = place.index; i < place.block->size() && !stopped; ++i) {
      const FlowPoint here = point((*place.block)[i]);
      if (here.statement) place.last = here.statement;
      if (llvm::isa_and_nonnull<clang::CXXThrowExpr>(here.statement)) stopped = true;
      if (!stopped && (here.statement || here.destroyed)) stopped = visit(here) == Step::stop;
    }
    if (stopped) continue;
    for (const clang::CFGBlock::AdjacentBlock& next : place.block->succs()) {
      const clang::CFGBlock* block = next.getReachableBlock();
      if (!block) continue;
      if (block == &graph_->getExit()) {
        if (at_exit) at_exit(place.last);
      } else if (seen.insert(block).second) {
        open.push_back({block, 0, place.last});
      }
    }
  }
}

}  // namespace unblock::lint
