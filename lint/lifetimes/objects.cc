#include "lint/lifetimes/objects.h"

#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"

namespace unblock::lint {
namespace {

bool is_on_the_way(const clang::ValueDecl* decl, const Object& object) {
  return decl && (decl == object.root || std::find(object.members.begin(), object.members.end(), decl) != object.members.end());
}

}  // namespace

const clang::CXXRecordDecl* owned_class(const Unit& unit, clang::QualType type) {
  const auto* pointer = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  if (!pointer || !is_smart_pointer(unit, type) || pointer->getTemplateArgs().size() == 0) return nullptr;
  const auto& argument = pointer->getTemplateArgs()[0];
  return argument.getKind() == clang::TemplateArgument::Type ? class_of(argument.getAsType()) : nullptr;
}

bool is_smart_pointer(const Unit& unit, clang::QualType type) { return has_role(unit, type, Role::smart_pointer); }

bool is_shared_pointer(const Unit& unit, clang::QualType type) { return has_role(unit, type, Role::shared_pointer); }

std::string Object::name() const {
  const clang::ValueDecl* decl = last();
  return decl && decl->getIdentifier() ? decl->getNameAsString() : "*this";
}

bool Object::lies_in(const Unit& unit, const Object& whole) const {
  if (element || whole.element || root != whole.root || of_this != whole.of_this || members.size() < whole.members.size()) return false;
  if (!std::equal(whole.members.begin(), whole.members.end(), members.begin())) return false;
  return std::all_of(members.begin() + static_cast<std::ptrdiff_t>(whole.members.size()), members.end(), [&](const clang::ValueDecl* member) {
    const clang::QualType type = member->getType();
    return !type->isPointerType() && !type->isReferenceType() && !is_smart_pointer(unit, type);
  });
}

Objects::Objects(const Unit& unit) : unit_(unit) {
  for (const Assignment& assignment : unit.assignments) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(assignment.to);
    if (!variable || variable->getInit() != assignment.value) reassigned_.insert(assignment.to);
  }
}

Object Objects::of(const clang::Expr* expr) const {
  if (!expr) return {};
  expr = bare(expr);
  if (llvm::isa<clang::CXXThisExpr>(expr)) return {nullptr, true, {}, false};
  if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr)) {
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl())) return of_variable(*variable);
    return {};
  }
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr)) {
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(member->getMemberDecl())) return {variable, false, {}, false};
    Object object = of(member->getBase());
    if (object.root || object.of_this) object.members.push_back(member->getMemberDecl());
    return object;
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expr)) {
    const bool passes = unary->getOpcode() == clang::UO_AddrOf || unary->getOpcode() == clang::UO_Deref;
    return passes ? of(unary->getSubExpr()) : Object{};
  }
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expr)) {
    Object object = of(subscript->getBase());
    object.element = true;
    return object;
  }
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr)) return from_call(*call);
  if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr); construct && construct->getNumArgs() == 1) {
    if (is_smart_pointer(unit_, construct->getType())) return of(construct->getArg(0));
  }
  return {};
}

Object Objects::of_variable(const clang::VarDecl& variable) const {
  const auto [known, fresh] = variables_.try_emplace(&variable, Object{&variable, false, {}, false});
  if (!fresh) return known->second;  // while it is looked for: itself
  const clang::QualType type = variable.getType();
  const bool alias = type->isReferenceType() || type->isPointerType() || is_smart_pointer(unit_, type);
  const bool fixed = (variable.isLocalVarDecl() || variable.isInitCapture()) && !variable.isCXXForRangeDecl() && !is_reassigned(variable);
  const Object behind = alias && fixed && variable.getInit() ? of(variable.getInit()) : Object{};
  if (behind) variables_[&variable] = behind;
  return behind ? behind : Object{&variable, false, {}, false};
}

Object Objects::of_result(const Function& getter) const {
  const auto [known, fresh] = results_.try_emplace(&getter);
  if (!fresh) return known->second;  // of one that returns what it returns itself: nothing
  const clang::Expr* result = getter.only_result();
  const Object found = result ? of(result) : Object{};
  return results_[&getter] = found;
}

Object Objects::from_call(const clang::CallExpr& call) const {
  const clang::FunctionDecl* callee = call.getDirectCallee();
  if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&call); operation && operation->getNumArgs() > 0) {
    const auto kind = operation->getOperator();
    if (kind == clang::OO_Arrow || (kind == clang::OO_Star && operation->getNumArgs() == 1)) return of(operation->getArg(0));
    if (kind != clang::OO_Subscript) return {};
    Object object = of(operation->getArg(0));
    object.element = true;
    return object;
  }
  if (call.getNumArgs() == 0 && has_role(unit_, callee, Role::gives_this)) return {nullptr, true, {}, false};
  if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&call)) {
    const clang::Expr* object = member->getImplicitObjectArgument();
    const clang::QualType type = object->getType()->isPointerType() ? object->getType()->getPointeeType() : object->getType();
    if (has_role(unit_, callee, Role::gives_held | Role::gives_strong) && has_role(unit_, type, Role::smart_pointer | Role::optional)) return of(object);
    const Function* getter = unit_.find(callee);
    const CallSite* site = getter ? unit_.call_of(&call) : nullptr;
    return site ? seen_by_caller(of_result(*getter), *site) : Object{};
  }
  if (call.getNumArgs() == 1 && has_role(unit_, callee, Role::makes_reference | Role::gives_object)) return of(call.getArg(0));
  return {};
}

Object Objects::seen_by_caller(const Object& object, const CallSite& call) const {
  Object outer;
  if (object.of_this) {
    outer = of(call.object);
  } else if (const auto* parameter = llvm::dyn_cast_or_null<clang::ParmVarDecl>(object.root)) {
    outer = of(call.argument(static_cast<int>(parameter->getFunctionScopeIndex())));
  } else if (object.root && object.root->getDeclContext()->isFileContext()) {
    return object;
  }
  if (!outer.root && !outer.of_this) return {};
  outer.members.append(object.members.begin(), object.members.end());
  outer.element = outer.element || object.element;
  return outer;
}

bool changes(const Unit& unit, const clang::Stmt& statement, const Object& object) {
  if (const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(&statement)) {
    return std::any_of(declaration->decl_begin(), declaration->decl_end(), [&](const clang::Decl* decl) { return decl == object.root; });
  }
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(&statement)) {
    return binary->isAssignmentOp() && is_on_the_way(plainly_named(binary->getLHS()), object);
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(&statement)) {
    return unary->isIncrementDecrementOp() && is_on_the_way(plainly_named(unary->getSubExpr()), object);
  }
  if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&statement)) {
    const auto kind = operation->getOperator();
    const bool writes = kind == clang::OO_Equal || kind == clang::OO_PlusPlus || kind == clang::OO_MinusMinus || kind == clang::OO_PlusEqual;
    return writes && operation->getNumArgs() > 0 && is_on_the_way(plainly_named(operation->getArg(0)), object);
  }
  if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&statement)) {
    const bool resets = has_role(unit, member->getMethodDecl(), Role::resets | Role::emplaces | Role::swaps | Role::releases | Role::clears);
    return resets && is_on_the_way(plainly_named(member->getImplicitObjectArgument()), object);
  }
  const auto* call = llvm::dyn_cast<clang::CallExpr>(&statement);
  return call && only_passes_on(*call) && is_on_the_way(plainly_named(call->getArg(0)), object);
}

}  // namespace unblock::lint
