#include "lint/lifetimes/deletions.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/lifetimes/objects.h"

namespace unblock::lint {
namespace {

constexpr int kDeepestWait = 3;

bool sounds_like_stopping(const CallSite& call) {
  if (!call.callee || !call.callee->getIdentifier()) return false;
  const llvm::StringRef name = call.callee->getName();
  return name == "join" || name == "run" || name == "stop" || name == "wait" || name == "exec" || name == "shutdown" || name == "get" ||
         name.starts_with("run_") || name.starts_with("wait_") || name == "poll" || name == "restart";
}

/// The class that a unique_ptr type owns.
const clang::CXXRecordDecl* owned_class(clang::QualType type) {
  const auto* pointer = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  if (!pointer || !pointer->getIdentifier() || pointer->getName() != "unique_ptr" || pointer->getTemplateArgs().size() == 0) return nullptr;
  const auto& argument = pointer->getTemplateArgs()[0];
  return argument.getKind() == clang::TemplateArgument::Type ? class_of(argument.getAsType()) : nullptr;
}

/// Of vector<unique_ptr<T>>, map<K, unique_ptr<T>>, list<T>, map<K, T>: T, where it is a class of the code that is linted.
const clang::CXXRecordDecl* element_class(const Unit& unit, clang::QualType type) {
  const auto* container = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  if (!container) return nullptr;
  const clang::CXXRecordDecl* by_value = nullptr;
  for (const clang::TemplateArgument& argument : container->getTemplateArgs().asArray()) {
    if (argument.getKind() != clang::TemplateArgument::Type) continue;
    if (const auto* found = owned_class(argument.getAsType())) return found;
    const auto* record = argument.getAsType()->isReferenceType() ? nullptr : class_of(argument.getAsType());
    if (record && !in_system_header(*unit.ast, *record)) by_value = record;
  }
  return by_value;
}

const clang::CXXRecordDecl* destroyed_by(const Unit& unit, const CallSite& call) {
  if (!call.object || !call.callee) return nullptr;
  const bool assigns = call.callee->getOverloadedOperator() == clang::OO_Equal;
  const llvm::StringRef name = call.callee->getIdentifier() ? call.callee->getName() : "";
  const bool empties = assigns && !call.arguments.empty() && is_null(*unit.ast, bare(call.arguments[0]));
  if (const auto* owned = owned_class(call.object->getType())) return (empties || name == "reset") ? owned : nullptr;
  const auto* holder = class_of(call.object->getType());
  const bool optional = holder && holder->getIdentifier() && holder->getName() == "optional" && name == "reset";
  const bool takes_out = optional || name == "erase" || name == "clear" || name == "pop_back" || name == "pop_front";
  return takes_out ? element_class(unit, call.object->getType()) : nullptr;
}

const clang::CXXRecordDecl* class_around(const Function& function) {
  for (const Function* outer = &function; outer; outer = outer->parent) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(outer->decl);
    if (method && !method->getParent()->isLambda()) return method->getParent()->getCanonicalDecl();
  }
  return nullptr;
}

bool waits(const Unit& unit, const Function& function, int depth) {
  return std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& call) {
    if (sounds_like_stopping(call)) return true;
    return depth < kDeepestWait && std::any_of(call.targets.begin(), call.targets.end(), [&](const Target& target) {
      const Function* next = unit.find(target.decl);
      return next && next != &function && waits(unit, *next, depth + 1); });
  });
}

bool owns_a_loop(const Unit& unit, const clang::CXXRecordDecl& record) {
  return std::any_of(record.field_begin(), record.field_end(), [&](const clang::FieldDecl* field) {
    const clang::QualType type = field->getType();
    if (type->isReferenceType() || type->isPointerType()) return false;
    if (type_listed(*unit.models, &Library::loops, type)) return true;
    const auto* owned = owned_class(type);
    const auto* owner = class_of(type);
    const std::string name = owner ? owner->getNameAsString() : "";
    return name == "jthread" || name == "thread" || (owned && unit.models->lists(&Library::loops, qualified_name(*owned)));
  });
}

}  // namespace

std::map<const clang::CXXRecordDecl*, Deletion> deletions_in(const Unit& unit) {
  std::map<const clang::CXXRecordDecl*, Deletion> found;
  const auto add = [&](const clang::CXXRecordDecl* record, clang::SourceLocation at, const Function& function) {
    if (!record || class_around(function) == record->getCanonicalDecl()) return;
    found.try_emplace(record->getCanonicalDecl(), Deletion{at, &function});
  };
  for (const Function& function : unit.functions) {
    if (function.decl->isDependentContext() || function.decl->isMain() || waits(unit, function, kDeepestWait)) continue;
    for (const clang::CXXDeleteExpr* deletion : function.deletions) {
      const clang::QualType type = deletion->getDestroyedType();
      if (!type.isNull() && !llvm::isa<clang::CXXThisExpr>(bare(deletion->getArgument()))) add(class_of(type), deletion->getBeginLoc(), function);
    }
    for (const CallSite& call : function.calls) add(destroyed_by(unit, call), call.location(), function);
  }
  return found;
}

bool waits_for_handlers(const Unit& unit, const clang::CXXRecordDecl& record) {
  if (!record.hasDefinition() || owns_a_loop(unit, *record.getDefinition())) return true;
  const auto* destructor = record.getDefinition()->getDestructor();
  if (!destructor || destructor->isImplicit() || destructor->isDefaulted()) return false;
  const Function* body = unit.find(destructor);
  return !body || waits(unit, *body, 0);
}

}  // namespace unblock::lint
