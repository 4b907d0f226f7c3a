#include "lint/extract/readiness.h"

#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>

#include "lint/extract/ast_walk.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/has_role.h"

namespace unblock::lint {
namespace {

/// Looks for EAGAIN and its kind.
class WouldBlock : public AstWalk {
 public:
  explicit WouldBlock(const Unit& unit) : unit_(unit), ast_(*unit.ast) {}
  bool found() const { return found_; }

  bool VisitIntegerLiteral(clang::IntegerLiteral* literal) override {
    clang::SourceLocation location = literal->getBeginLoc();
    while (location.isMacroID() && !found_) {
      const llvm::StringRef macro = clang::Lexer::getImmediateMacroName(location, ast_.getSourceManager(), ast_.getLangOpts());
      found_ = unit_.plain_roles(ast_.Idents.get(macro)).roles.meets(Role::would_block);
      location = ast_.getSourceManager().getImmediateMacroCallerLoc(location);
    }
    return !found_;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr* name) override {
    found_ = found_ || has_role(unit_, llvm::dyn_cast<clang::EnumConstantDecl>(name->getDecl()), Role::would_block);
    return !found_;
  }

 private:
  const Unit& unit_;
  clang::ASTContext& ast_;
  bool found_ = false;
};

const CallSite* awaited_call(const Unit& unit, const clang::Expr* suspension) {
  if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(suspension)) return unit.call_of(bare(await->getOperand()));
  return unit.call_of(suspension);
}

}  // namespace

bool is_readiness(const Unit& unit, const CallSite& call) {
  if (!call.callee) return false;
  const FunctionNames names = unit.names_of(call);
  return std::any_of(names.qualified.begin(), names.qualified.end(),
                     [&](const std::string& name) { return unit.models->lists(&Library::readiness, name); });
}

bool awaits_readiness(const Unit& unit, const Function& function) {
  return std::any_of(function.suspensions.begin(), function.suspensions.end(), [&](const clang::Expr* suspension) {
    const CallSite* call = awaited_call(unit, suspension);
    return call && is_readiness(unit, *call);
  });
}

bool asks_readiness_before(const Unit& unit, const CallSite& call) {
  for (const CallSite& other : call.in->calls) {
    if (&other == &call) return false;
    if (is_readiness(unit, other) && other.expr->getType()->isIntegerType()) return true;
  }
  return false;
}

bool expects_would_block(const Unit& unit, const Function& function) {
  WouldBlock visitor(unit);
  visitor.TraverseStmt(function.body);
  return visitor.found();
}

}  // namespace unblock::lint
