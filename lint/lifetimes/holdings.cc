#include "lint/lifetimes/holdings.h"

#include <clang/AST/DeclTemplate.h>

#include <algorithm>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/extract/trail.h"
#include "lint/flow/lifetime.h"

namespace unblock::lint {
namespace {

/// How many classes away an object may lie and still count as kept: further on everything leads to everything.
constexpr int kDeepestOwner = 2;

constexpr RoleSet kMayOwn = Role::shared_pointer | Role::weak_pointer;

/// The first template argument of a smart pointer.
clang::QualType pointee(clang::QualType pointer) {
  const auto* record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(pointer));
  if (!record || record->getTemplateArgs().size() == 0) return {};
  const auto& argument = record->getTemplateArgs()[0];
  return argument.getKind() == clang::TemplateArgument::Type ? argument.getAsType() : clang::QualType();
}

const clang::VarDecl* variable_in(const clang::Expr* expr) {
  const auto* name = llvm::dyn_cast_or_null<clang::DeclRefExpr>(expr ? bare(expr) : nullptr);
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

class HoldingFinder {
 public:
  explicit HoldingFinder(const Unit& unit) : unit_(unit) {}

  void find(const clang::Expr* expr) {
    if (!expr) return;
    expr = bare(expr);
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(expr)) return from_lambda(*lambda);
    if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr)) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
      if (variable && variable->isLocalVarDecl() && variable->getInit() && trail_.enter(variable)) find(variable->getInit());
      return;
    }
    const CallSite* call = unit_.call_of(expr);
    if (!call || !call->callee) return;
    if (has_role(unit_, *call, Role::binds)) return from_arguments(*call, 1);
    if (const WrapperRow* row = unit_.models->wrapper(unit_.names_of(*call))) {
      const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr);
      const clang::Expr* wrapped = row->callable < 0 && construct ? nullptr : call->argument(row->callable);
      return find(wrapped ? wrapped : call->argument(0));
    }
    const Function* callee = unit_.find(call->callee);
    if (callee && callee->coroutine) return from_coroutine(*call);
    const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr);
    if (!construct) return;
    const auto* record = construct->getConstructor()->getParent();
    if (construct->getNumArgs() == 1 && (record->isLambda() || in_system_header(*unit_.ast, *record))) return find(construct->getArg(0));
    if (!in_system_header(*unit_.ast, *record)) from_arguments(*call, 0);
  }

  Holdings result;

 private:
  void from_lambda(const clang::LambdaExpr& lambda) {
    result.lambda = &lambda;
    result.written = &lambda;
    auto init = lambda.capture_init_begin();
    for (const clang::LambdaCapture& capture : lambda.captures()) {
      const clang::Expr* value = *init++;
      if (capture.capturesThis()) {
        result.held.push_back({nullptr, value, false, capture.getCaptureKind() != clang::LCK_StarThis, false, {}});
        continue;
      }
      const auto* captured = capture.capturesVariable() ? llvm::dyn_cast<clang::VarDecl>(capture.getCapturedVar()) : nullptr;
      if (captured) result.held.push_back(from_capture(capture, *captured, value));
    }
  }

  Held from_capture(const clang::LambdaCapture& capture, const clang::VarDecl& captured, const clang::Expr* value) const {
    const bool by_reference = capture.getCaptureKind() == clang::LCK_ByRef || captured.getType()->isReferenceType();
    if (!captured.isInitCapture()) {
      const bool refers = capture.getCaptureKind() == clang::LCK_ByRef;
      const bool pointer_to_local = !refers && captured.getType()->isPointerType() && captured.getInit() && captured.isLocalVarDecl();
      if (pointer_to_local && llvm::isa<clang::CXXThisExpr>(bare(captured.getInit()))) return {nullptr, value, false, true, false, {}};
      const clang::VarDecl* local = pointer_to_local ? pointed_to(captured.getInit()) : nullptr;
      if (local) return {local, captured.getInit(), true, false, false, captured.getType()};
      return {&captured, value, refers && !captured.getType()->isReferenceType(), false, !refers && has_role(unit_, captured.getType(), kMayOwn), captured.getType(), refers};
    }
    const clang::Expr* made_of = captured.getInit();
    if (by_reference) return {made_of ? automatic_local(unit_, made_of) : nullptr, made_of, true, false, false, captured.getType()};
    if (const clang::VarDecl* local = made_of && captured.getType()->isPointerType() ? pointed_to(made_of) : nullptr) {
      return {local, made_of, true, false, false, captured.getType()};
    }
    const bool plain_this = made_of && llvm::isa<clang::CXXThisExpr>(bare(made_of));
    return {variable_in(made_of), made_of, false, plain_this, has_role(unit_, captured.getType(), kMayOwn), captured.getType()};
  }

  /// `&local`
  const clang::VarDecl* pointed_to(const clang::Expr* expr) const {
    const auto* address = llvm::dyn_cast<clang::UnaryOperator>(bare(expr));
    return address && address->getOpcode() == clang::UO_AddrOf ? automatic_local(unit_, address) : nullptr;
  }

  void from_arguments(const CallSite& call, unsigned first) {
    result.written = call.expr;
    for (unsigned i = first; i < call.arguments.size(); ++i) add(call.arguments[i]);
  }

  void from_coroutine(const CallSite& call) {
    result.written = call.expr;
    if (call.object && llvm::isa<clang::CXXThisExpr>(bare(call.object))) result.held.push_back({nullptr, call.object, false, true, false, {}});
    for (unsigned i = 0; i < call.arguments.size() && i < call.callee->getNumParams(); ++i) {
      if (!call.callee->getParamDecl(i)->getType()->isReferenceType()) add(call.arguments[i]);
    }
  }

  /// A value that is copied into the callable.
  void add(const clang::Expr* value) {
    const clang::Expr* inner = bare(value);
    const clang::QualType type = inner->getType();
    if (llvm::isa<clang::CXXThisExpr>(inner)) {
      result.held.push_back({nullptr, value, false, true, false, type});
    } else if (const clang::Expr* referred = reference_wrapper_of(inner)) {
      result.held.push_back({automatic_local(unit_, referred), value, true, false, false, type});
    } else if (const clang::VarDecl* local = type->isPointerType() ? pointed_to(inner) : nullptr) {
      result.held.push_back({local, value, true, false, false, type});
    } else {
      result.held.push_back({variable_in(inner), value, false, false, has_role(unit_, type, kMayOwn), type});
    }
  }

  /// std::ref(x)
  const clang::Expr* reference_wrapper_of(const clang::Expr* expr) const {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
    const bool wraps = call && call->getNumArgs() == 1 && has_role(unit_, call->getDirectCallee(), Role::makes_reference);
    return wraps ? call->getArg(0) : nullptr;
  }

  const Unit& unit_;
  Trail trail_;
};

bool is_a(const clang::CXXRecordDecl& one, const clang::CXXRecordDecl& other) {
  return one.getCanonicalDecl() == other.getCanonicalDecl() || (one.hasDefinition() && one.isDerivedFrom(&other));
}

/// Whether an object may lead to one of class `kept`, and so keep it alive or be kept by it.
class Ways {
 public:
  Ways(const Unit& unit, const clang::CXXRecordDecl& kept, bool through_callbacks) : unit_(unit), kept_(kept), through_callbacks_(through_callbacks) {}

  /// A class that is not defined here may keep anything.
  bool may_keep(const clang::CXXRecordDecl& keeper, int depth = 0) const {
    if (is_a(keeper, kept_) || is_a(kept_, keeper) || !keeper.hasDefinition()) return true;
    if (depth > kDeepestOwner) return false;
    const auto* whole = keeper.getDefinition();
    return std::any_of(whole->field_begin(), whole->field_end(), [&](const clang::FieldDecl* field) { return may_lead(field->getType(), depth); }) ||
           std::any_of(whole->bases_begin(), whole->bases_end(), [&](const clang::CXXBaseSpecifier& base) { return may_lead(base.getType(), depth); });
  }

 private:
  /// Whether something of this type may contain an object of the class or point to one: Session, vector<unique_ptr<Session>>, void*.
  bool may_lead(clang::QualType type, int depth) const {
    while (type->isPointerType() || type->isReferenceType() || type->isArrayType()) {
      type = type->isArrayType() ? clang::QualType(type->getArrayElementTypeNoTypeQual(), 0) : type->getPointeeType();
    }
    if (type->isVoidType()) return true;
    const auto* record = class_of(type);
    if (!record) return type->isDependentType();
    if (has_role(unit_, record, Role::holds_anything) || (through_callbacks_ && has_role(unit_, record, Role::callable))) return true;
    if (const auto* specialization = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record)) {
      for (const clang::TemplateArgument& argument : specialization->getTemplateArgs().asArray()) {
        if (argument.getKind() == clang::TemplateArgument::Type && may_lead(argument.getAsType(), depth + 1)) return true;
      }
    }
    return !record->isInStdNamespace() && may_keep(*record, depth + 1);
  }

  const Unit& unit_;
  const clang::CXXRecordDecl& kept_;
  bool through_callbacks_;
};

/// shared_from_this(), weak_from_this(), also as a part of more: an aliasing pointer, a cast.
bool made_of_this(const Unit& unit, const Held& held) {
  const auto gives_this = [&](const clang::Stmt& part) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(&part);
    return call && has_role(unit, call->getDirectCallee(), Role::gives_this);
  };
  const bool has_init = held.variable && held.variable->getInit();
  return (held.value && any_statement(held.value, gives_this)) || (has_init && any_statement(held.variable->getInit(), gives_this));
}

}  // namespace

Holdings what_it_holds(const Unit& unit, const clang::Expr* callable) {
  HoldingFinder finder(unit);
  finder.find(callable);
  return std::move(finder.result);
}

bool keeps(const Holdings& holdings, const clang::VarDecl& pointer) {
  return std::any_of(holdings.held.begin(), holdings.held.end(), [&](const Held& held) {
    return !held.refers && (held.variable == &pointer || (held.value && mentions(held.value, pointer)));
  });
}

bool shares_owner(const Unit& unit, const Holdings& holdings, const clang::CXXRecordDecl& of) {
  return std::any_of(holdings.held.begin(), holdings.held.end(), [&](const Held& held) {
    if (!held.shares) return false;
    if (made_of_this(unit, held)) return true;
    const clang::QualType type = pointee(held.type.getNonReferenceType());
    if (type.isNull() || type->isVoidType()) return true;
    const auto* record = class_of(type);
    return record && !record->isInStdNamespace() && Ways(unit, of, is_shared_pointer(unit, held.type)).may_keep(*record);
  });
}

}  // namespace unblock::lint
