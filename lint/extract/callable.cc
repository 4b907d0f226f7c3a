#include "lint/extract/callable.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ParentMapContext.h>

#include "lint/extract/decl_names.h"
#include "lint/extract/slots.h"
#include "lint/extract/trail.h"

namespace unblock::lint {
namespace {

bool is_copy_or_conversion(const clang::CXXConstructExpr& construct) {
  if (construct.getNumArgs() == 0) return false;
  for (unsigned i = 1; i < construct.getNumArgs(); ++i) {
    if (!llvm::isa<clang::CXXDefaultArgExpr>(construct.getArg(i))) return false;
  }
  return true;
}

class Resolver {
 public:
  Resolver(const Unit& unit, Callable& out) : unit_(unit), out_(out) {}

  void resolve(const clang::Expr* expr, bool certain) {
    if (!expr) return;
    expr = bare(expr);
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(expr)) return add_class(lambda->getLambdaClass(), certain);
    if (const auto* choice = llvm::dyn_cast<clang::ConditionalOperator>(expr)) {
      resolve(choice->getTrueExpr(), false);
      return resolve(choice->getFalseExpr(), false);
    }
    if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(expr)) {
      return resolve(address->getSubExpr(), certain);
    }
    if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(expr); list && list->getNumInits() == 1) {
      return resolve(list->getInit(0), certain);
    }
    if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return resolve_name(*name, certain);
    if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(expr);
        member && llvm::isa_and_nonnull<clang::CXXConversionDecl>(member->getMethodDecl())) {
      return resolve(member->getImplicitObjectArgument(), certain);  // a lambda where a function pointer is wanted
    }
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr)) return resolve_wrapper(*call, certain);
    if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr)) {
      if (is_copy_or_conversion(*construct)) {
        const std::size_t before = out_.targets.size();
        resolve(construct->getArg(0), certain);
        if (out_.targets.size() != before || out_.parameter) return;
      }
    }
    add_class(class_of(expr->getType()), certain);
  }

 private:
  void resolve_name(const clang::DeclRefExpr& name, bool certain) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(name.getDecl())) {
      const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
      out_.targets.push_back({function, certain && !(method && method->isVirtual())});
      return;
    }
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(name.getDecl());
    if (!variable) return;
    const std::size_t before = out_.targets.size();
    add_class(class_of(variable->getType()), certain);
    if (out_.targets.size() != before) return;
    if (const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(variable)) {
      out_.parameter = parameter;
      return;
    }
    const bool fixed = variable->getType().isConstQualified() || variable->isInitCapture() || variable->isLocalVarDecl();
    if (fixed && variable->getInit() && trail_.enter(variable)) resolve(variable->getInit(), certain);
  }

  void resolve_wrapper(const clang::CallExpr& call, bool certain) {
    const clang::FunctionDecl* callee = call.getDirectCallee();
    if (!callee) return add_class(class_of(call.getType()), certain);
    const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&call);
    const WrapperRow* row = unit_.models->wrapper(function_names(*callee, member ? member->getRecordDecl() : nullptr));
    if (!row) return add_class(class_of(call.getType()), certain);
    const int count = static_cast<int>(call.getNumArgs());
    const auto at = [&](int index) { return index < 0 ? index + count : index; };
    if (row->executor && at(*row->executor) < count && !out_.executor) out_.executor = call.getArg(at(*row->executor));
    const int index = at(row->callable);
    if (index >= 0 && index < count) resolve(call.getArg(index), certain);
  }

  /// The call operators of a closure or functor class whose bodies we can see.
  void add_class(const clang::CXXRecordDecl* record, bool certain) {
    if (!record || !record->hasDefinition()) return;
    const auto name = unit_.ast->DeclarationNames.getCXXOperatorName(clang::OO_Call);
    for (clang::NamedDecl* found : record->lookup(name)) {
      if (const auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(found)) {
        const std::size_t before = out_.targets.size();
        for (const auto* specialization : pattern->specializations()) add_visible(specialization, certain);
        if (out_.targets.size() == before) add_visible(pattern->getTemplatedDecl(), certain);
      } else if (const auto* method = llvm::dyn_cast<clang::FunctionDecl>(found)) {
        add_visible(method, certain);
      }
    }
  }

  /// Of the project's own functions, also those that another file defines.
  void add_visible(const clang::FunctionDecl* function, bool certain) {
    const bool elsewhere = function->getLocation().isValid() && !function->isImplicit() && !in_system_header(*unit_.ast, *function);
    if (unit_.find(function) || elsewhere) out_.targets.push_back({function, certain});
  }

  const Unit& unit_;
  Callable& out_;
  Trail trail_;
};

}  // namespace

Callable resolve_callable(const Unit& unit, const clang::Expr* expr) {
  Callable result;
  Resolver(unit, result).resolve(expr, true);
  if (result.targets.empty() && !result.parameter && expr && may_be_callable(*unit.ast, bare(expr)->getType())) result.slot = slot_behind(unit, expr);
  return result;
}

bool may_be_callable(const clang::ASTContext& ast, clang::QualType type) {
  if (type.isNull()) return false;
  type = type.getNonReferenceType();
  if (type->isDependentType() || type->isFunctionPointerType() || type->isFunctionType() || type->isMemberFunctionPointerType()) return true;
  const auto* record = class_of(type);
  if (!record || !record->hasDefinition()) return record != nullptr;
  const auto name = const_cast<clang::ASTContext&>(ast).DeclarationNames.getCXXOperatorName(clang::OO_Call);
  return !record->lookup(name).empty();
}

}  // namespace unblock::lint
