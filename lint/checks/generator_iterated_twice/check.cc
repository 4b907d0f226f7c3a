// async-generator-iterated-twice: a second loop over a generator that the first one has brought to its end.
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include <vector>

#include "lint/checks/check.h"
#include "lint/extract/expressions.h"
#include "lint/extract/statements.h"
#include "lint/extract/task_type.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

struct Loop {
  const clang::CXXForRangeStmt* statement = nullptr;
  const clang::VarDecl* generator = nullptr;
};

bool leaves_early(const clang::CXXForRangeStmt& loop) {
  return any_statement(loop.getBody(), [](const clang::Stmt& part) {
    return llvm::isa<clang::BreakStmt>(part) || llvm::isa<clang::ReturnStmt>(part) || llvm::isa<clang::CoreturnStmt>(part) || llvm::isa<clang::GotoStmt>(part);
  });
}

class GeneratorIteratedTwice : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      const std::vector<Loop> loops = loops_over_generators(unit, function);
      for (const Loop& first : loops) {
        if (!leaves_early(*first.statement)) follow(function, loops, first);
      }
    }
  }

 private:
  static std::vector<Loop> loops_over_generators(const Unit& unit, const Function& function) {
    std::vector<Loop> loops;
    if (function.locals.empty()) return loops;
    each_statement(function.body, [&](const clang::Stmt& statement) {
      const auto* loop = llvm::dyn_cast<clang::CXXForRangeStmt>(&statement);
      const auto* range = loop && loop->getRangeInit() ? llvm::dyn_cast<clang::DeclRefExpr>(loop->getRangeInit()->IgnoreParenImpCasts()) : nullptr;
      const auto* variable = range ? llvm::dyn_cast<clang::VarDecl>(range->getDecl()) : nullptr;
      if (variable && task_type(unit, variable->getType()).generator) loops.push_back({loop, variable});
      return true;
    });
    return loops;
  }

  void follow(const Function& function, const std::vector<Loop>& loops, const Loop& first) {
    const Object generator{first.generator, false, {}, false};
    lifetimes_->flow(function).after(first.statement->getRangeStmt(), [&](const FlowPoint& point) {
      if (!point.statement) return point.destroyed == first.generator ? Step::stop : Step::go_on;
      for (const Loop& second : loops) {
        if (second.generator != first.generator || point.statement != second.statement->getRangeStmt()) continue;
        say(first, second);
        return Step::stop;
      }
      return changes(lifetimes_->unit(), *point.statement, generator) ? Step::stop : Step::go_on;
    });
  }

  void say(const Loop& first, const Loop& second) {
    const std::string message = fmt::format("the generator '{}' is at its end here: a loop has run over it", second.generator->getNameAsString());
    if (!report(second.statement->getForLoc(), message + instead_clause("call its coroutine again", ""))) return;
    note(first.statement->getForLoc(), first.statement == second.statement ? "by its round before" : "by this loop");
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_generator_iterated_twice(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<GeneratorIteratedTwice>(name, context, session);
}

}  // namespace unblock::lint
