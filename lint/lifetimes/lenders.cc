#include "lint/lifetimes/lenders.h"

#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/trail.h"

namespace unblock::lint {
namespace {

bool hands_out_memory(const Unit& unit, const clang::CXXMethodDecl& method) {
  return llvm::isa<clang::CXXConversionDecl>(method) || method.getOverloadedOperator() == clang::OO_Subscript || has_role(unit, &method, Role::gives_memory);
}

/// Two questions in turn: where a value leads (a pointer, a view), and in which object a place lies (`list.front()`, `point.x`).
class Way {
 public:
  explicit Way(const Objects& objects) : unit_(objects.unit()), objects_(objects) {}

  Lender value(const clang::Expr* expr) {
    if (!expr) return {};
    expr = bare(expr);
    if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return value_of(*name);
    if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expr)) {
      return unary->getOpcode() == clang::UO_AddrOf ? place(unary->getSubExpr()) : Lender{};
    }
    if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expr)) {
      return binary->isAdditiveOp() && binary->getType()->isPointerType() ? value(binary->getLHS()) : Lender{};
    }
    if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expr)) return value_of(*call);
    const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr);
    if (construct && has_role(unit_, construct->getType(), Role::view) && construct->getNumArgs() > 0) {
      const clang::Expr* made_of = construct->getArg(0);
      return only_leads(unit_, bare(made_of)->getType()) ? value(made_of) : place(made_of);
    }
    return expr->getType()->isArrayType() ? place(expr) : temporary(*expr);
  }

  Lender place(const clang::Expr* expr) {
    if (!expr) return {};
    expr = bare(expr);
    if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return place_of(*name);
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr)) {
      const bool inside = !member->isArrow() && !member->getMemberDecl()->getType()->isReferenceType();
      return inside ? place(member->getBase()) : Lender{};
    }
    if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expr)) return value(subscript->getBase());
    if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expr)) return place_of(*operation);
    if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expr)) {
      const auto* method = call->getMethodDecl();
      const bool element = method && call->isGLValue() && hands_out_memory(unit_, *method) && !only_leads(unit_, call->getImplicitObjectArgument()->getType());
      return element ? place(call->getImplicitObjectArgument()) : temporary(*call);
    }
    return temporary(*expr);
  }

 private:
  Lender temporary(const clang::Expr& expr) const {
    return expr.isPRValue() && has_role(unit_, expr.getType(), Role::owns_memory) ? Lender{nullptr, nullptr, nullptr, &expr} : Lender{};
  }

  static const clang::VarDecl* automatic(const clang::DeclRefExpr& name) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(name.getDecl());
    return variable && variable->hasLocalStorage() ? variable : nullptr;
  }

  Lender value_of(const clang::DeclRefExpr& name) {
    const clang::VarDecl* variable = automatic(name);
    if (!variable) return {};
    const clang::QualType type = variable->getType();
    if (type->isArrayType()) return {variable, nullptr, nullptr, nullptr};
    if (type->isReferenceType() || !only_leads(unit_, type) || objects_.is_reassigned(*variable)) return {};
    if (const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(variable)) return {nullptr, nullptr, parameter, nullptr};
    return trail_.enter(variable) ? value(variable->getInit()) : Lender{};
  }

  Lender value_of(const clang::CXXMemberCallExpr& call) {
    const auto* method = call.getMethodDecl();
    const clang::Expr* object = call.getImplicitObjectArgument();
    if (!method || !object || object->getType()->isPointerType()) return temporary(call);
    if (is_smart_pointer(unit_, object->getType())) return has_role(unit_, method, Role::asks_result) ? owner(*object) : Lender{};
    if (!hands_out_memory(unit_, *method) || call.isGLValue() || !only_leads(unit_, call.getType())) return temporary(call);
    return only_leads(unit_, object->getType()) ? value(object) : place(object);
  }

  Lender place_of(const clang::DeclRefExpr& name) {
    const clang::VarDecl* variable = automatic(name);
    if (!variable) return {};
    if (!variable->getType()->isReferenceType()) return is_smart_pointer(unit_, variable->getType()) ? Lender{} : Lender{variable, nullptr, nullptr, nullptr};
    if (const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(variable)) return {nullptr, nullptr, parameter, nullptr};
    const bool extends = variable->getInit() && variable->getInit()->IgnoreUnlessSpelledInSource()->isPRValue();  // const auto& x = make();
    return extends || variable->isCXXForRangeDecl() || !trail_.enter(variable) ? Lender{} : place(variable->getInit());
  }

  Lender place_of(const clang::CXXOperatorCallExpr& operation) {
    const auto kind = operation.getOperator();
    const clang::Expr* object = operation.getNumArgs() > 0 ? operation.getArg(0) : nullptr;
    const bool dereferences = kind == clang::OO_Arrow || (kind == clang::OO_Star && operation.getNumArgs() == 1);
    if (object && dereferences) return is_smart_pointer(unit_, object->getType()) ? owner(*object) : Lender{};
    if (object && kind == clang::OO_Subscript && !is_smart_pointer(unit_, object->getType()) && !only_leads(unit_, object->getType())) return place(object);
    return temporary(operation);
  }

  static Lender owner(const clang::Expr& pointer) {
    const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(bare(&pointer));
    const clang::VarDecl* variable = name ? automatic(*name) : nullptr;
    const bool local = variable && variable->isLocalVarDecl() && !variable->getType()->isReferenceType();
    return local ? Lender{nullptr, variable, nullptr, nullptr} : Lender{};
  }

  const Unit& unit_;
  const Objects& objects_;
  Trail trail_;
};

/// The expression around a name, past what the language puts there.
const clang::Stmt* written_above(const Parents& parents, const clang::Stmt& name) {
  const clang::Stmt* above = parents.of(&name);
  while (llvm::isa_and_nonnull<clang::ImplicitCastExpr>(above) || llvm::isa_and_nonnull<clang::ParenExpr>(above)) above = parents.of(above);
  return above;
}

}  // namespace

bool only_leads(const Unit& unit, clang::QualType type) {
  if (type->isPointerType()) return !type->getPointeeType()->isFunctionType();
  return !type->isReferenceType() && class_of(type) && has_role(unit, type, Role::view | Role::iterator);
}

Lender lender_of_value(const Objects& objects, const clang::Expr* value) { return Way(objects).value(value); }

Lender lender_of_place(const Objects& objects, const clang::Expr* place) { return Way(objects).place(place); }

bool makes_its_object(const Unit& unit, const clang::VarDecl& pointer) {
  const clang::Expr* init = pointer.getInit() ? bare(pointer.getInit()) : nullptr;
  if (const auto* construct = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(init)) {
    return construct->getNumArgs() > 0 && llvm::isa<clang::CXXNewExpr>(bare(construct->getArg(0)));
  }
  const auto* call = llvm::dyn_cast_or_null<clang::CallExpr>(init);
  return call && has_role(unit, call->getDirectCallee(), Role::makes_object);
}

bool is_shared_elsewhere(const Unit& unit, const Function& home, const clang::VarDecl& owner) {
  const Parents& parents = unit.parents(home);
  return std::any_of(home.references.begin(), home.references.end(), [&](const clang::DeclRefExpr* name) {
    if (name->getDecl() != &owner) return false;
    const clang::Stmt* above = written_above(parents, *name);
    if (llvm::isa_and_nonnull<clang::MemberExpr>(above)) return false;
    const auto* operation = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(above);
    return !operation || (operation->getOperator() != clang::OO_Star && operation->getOperator() != clang::OO_Arrow);
  });
}

bool is_moved_away(const Unit& unit, const Function& home, const clang::VarDecl& local) {
  const Parents& parents = unit.parents(home);
  return std::any_of(home.references.begin(), home.references.end(), [&](const clang::DeclRefExpr* name) {
    const auto* call = name->getDecl() == &local ? llvm::dyn_cast_or_null<clang::CallExpr>(written_above(parents, *name)) : nullptr;
    return call && only_passes_on(*call);
  });
}

}  // namespace unblock::lint
