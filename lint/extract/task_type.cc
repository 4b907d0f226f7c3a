#include "lint/extract/task_type.h"

#include <clang/AST/DeclTemplate.h>

#include <set>

#include "lint/extract/decl_names.h"
#include "lint/extract/trail.h"

namespace unblock::lint {
namespace {

using Record = clang::CXXRecordDecl;

/// The definition of a class, or that of the template it comes from where it was never instantiated.
const Record* definition(const Record* record) {
  if (!record) return nullptr;
  if (const Record* found = record->getDefinition()) return found;
  if (const Record* pattern = record->getTemplateInstantiationPattern()) return pattern->getDefinition();
  if (const Record* member = record->getInstantiatedFromMemberClass()) return member->getDefinition();
  if (const auto* special = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record)) {
    return special->getSpecializedTemplate()->getTemplatedDecl()->getDefinition();
  }
  return nullptr;
}

/// Calls `visit` for the members called `name` in a class and, where it returns false, in its bases.
template <class Visit>
bool in_class(const Record* record, clang::DeclarationName name, const Visit& visit, Trail& trail) {
  record = definition(record);
  if (!record || !trail.enter(record)) return false;
  for (const clang::NamedDecl* found : record->lookup(name)) {
    if (visit(found->getUnderlyingDecl())) return true;
  }
  for (const auto& base : record->bases()) {
    if (in_class(class_of(base.getType()), name, visit, trail)) return true;
  }
  return false;
}

/// The bases of a template may be made of the template itself, without end.
template <class Visit>
bool in_class(const Record* record, clang::DeclarationName name, const Visit& visit) {
  Trail trail;
  return in_class(record, name, visit, trail);
}

clang::DeclarationName identifier(const clang::ASTContext& ast, llvm::StringRef name) {
  return clang::DeclarationName(&const_cast<clang::ASTContext&>(ast).Idents.get(name));
}

const clang::FunctionDecl* as_function(const clang::NamedDecl* decl) {
  if (const auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl)) return pattern->getTemplatedDecl();
  return llvm::dyn_cast<clang::FunctionDecl>(decl);
}

const clang::FunctionDecl* method(const clang::ASTContext& ast, const Record* record, llvm::StringRef name) {
  const clang::FunctionDecl* found = nullptr;
  in_class(record, identifier(ast, name), [&](const clang::NamedDecl* decl) { return (found = as_function(decl)) != nullptr; });
  return found;
}

const Record* as_class(const clang::NamedDecl* decl) {
  if (const auto* record = llvm::dyn_cast<Record>(decl)) return record;
  if (const auto* alias = llvm::dyn_cast<clang::TypedefNameDecl>(decl)) return class_of(alias->getUnderlyingType());
  return nullptr;
}

const Record* nested_promise(const clang::ASTContext& ast, const Record* record) {
  const Record* promise = nullptr;
  in_class(record, identifier(ast, "promise_type"),
           [&](const clang::NamedDecl* decl) { return (promise = as_class(decl)) != nullptr; });
  return promise;
}

const clang::ClassTemplateDecl* coroutine_traits(const clang::ASTContext& ast) {
  for (const clang::NamedDecl* space : ast.getTranslationUnitDecl()->lookup(identifier(ast, "std"))) {
    const auto* std_space = llvm::dyn_cast<clang::NamespaceDecl>(space);
    if (!std_space) continue;
    for (const clang::NamedDecl* found : std_space->lookup(identifier(ast, "coroutine_traits"))) {
      if (const auto* traits = llvm::dyn_cast<clang::ClassTemplateDecl>(found)) return traits;
    }
  }
  return nullptr;
}

bool same_template(const Record* a, const Record* b) {
  const auto primary = [](const Record* record) -> const Record* {
    if (const auto* special = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record)) {
      return special->getSpecializedTemplate()->getTemplatedDecl()->getCanonicalDecl();
    }
    return record->getCanonicalDecl();
  };
  return a && b && primary(a) == primary(b);
}

/// promise_type of a specialisation of coroutine_traits whose first argument is this class or comes from its template.
const Record* promise_by_traits(const clang::ASTContext& ast, const Record* record) {
  const auto* traits = coroutine_traits(ast);
  if (!traits) return nullptr;
  const auto first_matches = [&](llvm::ArrayRef<clang::TemplateArgument> arguments) {
    return !arguments.empty() && arguments[0].getKind() == clang::TemplateArgument::Type &&
           same_template(class_of(arguments[0].getAsType()), record);
  };
  llvm::SmallVector<clang::ClassTemplatePartialSpecializationDecl*> partial;
  const_cast<clang::ClassTemplateDecl*>(traits)->getPartialSpecializations(partial);
  for (const auto* special : traits->specializations()) {
    if (!special->isExplicitSpecialization() || !first_matches(special->getTemplateArgs().asArray())) continue;
    if (const Record* promise = nested_promise(ast, special)) return promise;
  }
  for (const auto* special : partial) {
    if (!first_matches(special->getTemplateArgs().asArray())) continue;
    if (const Record* promise = nested_promise(ast, special)) return promise;
  }
  return nullptr;
}

/// The expression of a body's only return statement; null where there are several or none.
const clang::Expr* only_return(const clang::FunctionDecl& function) {
  const auto* body = llvm::dyn_cast_or_null<clang::CompoundStmt>(function.getBody());
  const clang::Expr* value = nullptr;
  if (!body) return nullptr;
  for (const clang::Stmt* statement : body->body()) {
    const auto* found = llvm::dyn_cast<clang::ReturnStmt>(statement);
    if (!found) continue;
    if (value) return nullptr;
    value = found->getRetValue();
  }
  return value;
}

/// The class a function returns; with `auto` in a template never instantiated, that of its return statement.
const Record* returned_class(const clang::FunctionDecl& function) {
  const clang::FunctionDecl* with_body = function.getDefinition() ? function.getDefinition() : &function;
  if (const Record* record = class_of(with_body->getReturnType())) return record;
  if (const auto* pattern = with_body->getTemplateInstantiationPattern()) with_body = pattern;
  const clang::Expr* value = only_return(*with_body);
  return value ? class_of(value->getType()) : nullptr;
}

enum class Suspends {
  always,
  never,
  unknown
};

/// An awaiter whose await_ready() is a constant. One that does something in await_suspend() may resume by itself.
Suspends awaiter_suspends(const clang::ASTContext& ast, const Record* awaiter) {
  const std::string name = awaiter ? qualified_name(*awaiter) : "";
  if (name == "std::suspend_always" || name == "std::experimental::suspend_always") return Suspends::always;
  if (name == "std::suspend_never" || name == "std::experimental::suspend_never") return Suspends::never;
  const clang::FunctionDecl* ready = method(ast, awaiter, "await_ready");
  if (!ready) return Suspends::unknown;
  if (const auto* definition = ready->getDefinition()) ready = definition;
  if (const auto* pattern = ready->getBody() ? nullptr : ready->getTemplateInstantiationPattern()) ready = pattern;
  const clang::Expr* value = only_return(*ready);
  bool is_ready = false;
  if (!value || value->isValueDependent() || !value->EvaluateAsBooleanCondition(is_ready, ast)) return Suspends::unknown;
  if (is_ready) return Suspends::never;
  const clang::FunctionDecl* suspend = method(ast, awaiter, "await_suspend");
  if (const auto* definition = suspend ? suspend->getDefinition() : nullptr) suspend = definition;
  const auto* body = suspend ? llvm::dyn_cast_or_null<clang::CompoundStmt>(suspend->getBody()) : nullptr;
  return body && !body->body_empty() ? Suspends::unknown : Suspends::always;
}

Suspends suspends_at(const clang::ASTContext& ast, const Record* promise, llvm::StringRef point) {
  const clang::FunctionDecl* function = method(ast, promise, point);
  return function ? awaiter_suspends(ast, returned_class(*function)) : Suspends::unknown;
}

bool has_member(const clang::ASTContext& ast, const Record* record, clang::DeclarationName name) {
  return in_class(record, name, [](const clang::NamedDecl*) { return true; }) || (void(ast), false);
}

/// operator co_await beside the class, as argument-dependent lookup would find it.
bool has_free_operator(const clang::ASTContext& ast, const Record* record) {
  const auto name = const_cast<clang::ASTContext&>(ast).DeclarationNames.getCXXOperatorName(clang::OO_Coawait);
  for (const auto* context = record->getDeclContext(); context; context = context->getParent()) {
    if (!context->isFileContext()) continue;
    for (const clang::NamedDecl* found : context->lookup(name)) {
      const auto* function = as_function(found);
      if (function && function->getNumParams() == 1 && same_template(class_of(function->getParamDecl(0)->getType()), record)) {
        return true;
      }
    }
    break;
  }
  return false;
}

/// An iterator may name the promise of the generator it walks: then that generator, not the iterator, is what coroutines return.
bool belongs_to_another(const clang::ASTContext& ast, const Record* promise, const Record* record) {
  const clang::FunctionDecl* make = method(ast, promise, "get_return_object");
  const Record* made = make ? returned_class(*make) : nullptr;
  return made && !same_template(made, record) && nested_promise(ast, made) != nullptr && same_template(nested_promise(ast, made), promise);
}

TaskType from_row(const TaskRow& row) {
  TaskType result;
  result.coroutine = result.awaitable = row.kind == TaskKind::lazy || row.kind == TaskKind::eager;
  result.detached = row.kind == TaskKind::detached;
  result.start = row.kind == TaskKind::lazy ? TaskStart::lazy : TaskStart::eager;
  return result;
}

}  // namespace

TaskType task_type(const Unit& unit, clang::QualType type) {
  TaskType result;
  const clang::ASTContext& ast = *unit.ast;
  const Record* record = class_of(type);
  if (!record || !definition(record) || record->isLambda()) return result;
  if (const TaskRow* row = unit.models->task(qualified_name(*record))) return from_row(*row);
  const auto co_await_name = unit.ast->DeclarationNames.getCXXOperatorName(clang::OO_Coawait);
  const bool member_awaitable = has_member(ast, record, co_await_name) || (method(ast, record, "await_ready") != nullptr &&
                                                                           method(ast, record, "await_resume") != nullptr);
  const Record* promise = nested_promise(ast, record);
  if (promise && belongs_to_another(ast, promise, record)) promise = nullptr;
  if (!promise) promise = promise_by_traits(ast, record);
  result.coroutine = promise != nullptr;
  result.awaitable = member_awaitable || (promise && has_free_operator(ast, record));
  if (!promise) return result;
  result.generator = !result.awaitable && method(ast, promise, "yield_value") != nullptr;
  const Suspends initial = suspends_at(ast, promise, "initial_suspend");
  result.start = initial == Suspends::always  ? TaskStart::lazy
                 : initial == Suspends::never ? TaskStart::eager
                                              : TaskStart::unknown;
  result.detached = !result.awaitable && initial == Suspends::never &&
                    suspends_at(ast, promise, "final_suspend") == Suspends::never;
  return result;
}

}  // namespace unblock::lint
