#include "lint/lifetimes/containers.h"

#include <algorithm>
#include <set>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"

namespace unblock::lint {
namespace {

std::string class_name(clang::QualType type) {
  if (type.isNull()) return "";
  const auto* record = class_of(type);
  return record ? record->getNameAsString() : "";
}

/// Elements stay where they are until they are erased themselves.
bool keeps_elements_in_place(const std::string& container) {
  static const std::set<std::string> kStable = {"map", "multimap", "set", "multiset", "list", "forward_list", "unordered_map", "unordered_set",
                                                "unordered_multimap", "unordered_multiset"};
  return kStable.count(container) != 0;
}

bool rehashes(const std::string& container) { return container.starts_with("unordered_"); }

bool hands_out_iterator(llvm::StringRef name) {
  static const std::set<llvm::StringRef> kNames = {"find", "begin", "end", "cbegin", "rbegin", "lower_bound", "upper_bound"};
  return kNames.count(name) != 0;
}

bool hands_out_element(llvm::StringRef name) {
  static const std::set<llvm::StringRef> kNames = {"front", "back", "at", "data", "c_str", "top"};
  return kNames.count(name) != 0;
}

bool takes_out(llvm::StringRef name) {
  static const std::set<llvm::StringRef> kNames = {"erase", "clear", "pop_front", "pop_back", "pop", "extract", "assign", "resize", "swap", "remove_if"};
  return kNames.count(name) != 0;
}

bool puts_in(llvm::StringRef name) {
  static const std::set<llvm::StringRef> kNames = {"push_back", "emplace_back", "push_front", "emplace_front", "insert", "emplace", "try_emplace",
                                                   "insert_or_assign", "append", "reserve", "push"};
  return kNames.count(name) != 0;
}

/// Members of the object a coroutine belongs to, globals, and what it was given by reference.
bool lives_elsewhere(const Object& object) {
  if (!object) return false;
  if (object.of_this) return !object.members.empty();
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(object.root);
  if (!variable) return false;
  if (variable->hasGlobalStorage()) return !variable->getType().isConstQualified();
  return !object.members.empty() && variable->getType()->isPointerType();
}

/// What holds one thing and may be emptied: a reference to it ends with that.
bool holds_one(const std::string& holder) { return holder == "optional" || holder == "unique_ptr" || holder == "scoped_ptr"; }

bool hands_out_held(const clang::CXXMethodDecl& method) {
  const auto kind = method.getOverloadedOperator();
  return kind == clang::OO_Star || kind == clang::OO_Arrow || (method.getIdentifier() && (method.getName() == "value" || method.getName() == "get"));
}

bool makes_invalid(const std::string& container, bool iterator, llvm::StringRef method) {
  if (holds_one(container)) return method == "reset" || method == "emplace" || method == "swap" || method == "operator=";
  if (takes_out(method)) return true;
  if (!puts_in(method)) return false;
  return !keeps_elements_in_place(container) || (iterator && rehashes(container));
}

const clang::CXXMethodDecl* method_of(const CallSite& call) {
  const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call.callee);
  return method && call.object ? method : nullptr;
}

}  // namespace

bool is_container(clang::QualType type) {
  const std::string name = class_name(type);
  static const std::set<std::string> kNames = {"vector", "deque", "basic_string", "priority_queue", "queue", "small_vector", "flat_map", "flat_set"};
  return keeps_elements_in_place(name) || kNames.count(name) != 0;
}

Borrowed borrowed_from(const Lifetimes& lifetimes, const clang::VarDecl& local) {
  const clang::QualType type = local.getType();
  const bool is_view = class_name(type) == "basic_string_view" || class_name(type) == "span";
  const clang::Expr* init = local.getInit() ? bare(local.getInit()) : nullptr;
  const bool refers = type->isReferenceType() || type->isPointerType() || is_view;
  while (const auto* unary = llvm::dyn_cast_or_null<clang::UnaryOperator>(init)) init = bare(unary->getSubExpr());
  const CallSite* call = init ? lifetimes.unit().call_of(init) : nullptr;
  const clang::CXXMethodDecl* method = call ? method_of(*call) : nullptr;
  if (!method) {
    const bool views_all = is_view && init && is_container(init->getType());
    const Object whole = views_all ? lifetimes.object(init) : Object{};
    return lives_elsewhere(whole) ? Borrowed{whole, false} : Borrowed{};
  }
  const Object container = lifetimes.object(call->object);
  if (!lives_elsewhere(container)) return {};
  if (holds_one(class_name(call->object->getType()))) return (type->isReferenceType() || type->isPointerType()) && hands_out_held(*method) ? Borrowed{container, false} : Borrowed{};
  if (!is_container(call->object->getType())) return {};
  const bool subscript = method->getOverloadedOperator() == clang::OO_Subscript;
  const llvm::StringRef name = method->getIdentifier() ? method->getName() : "";
  const bool views_all = is_view && llvm::isa<clang::CXXConversionDecl>(method);
  if (views_all || (refers && (subscript || hands_out_element(name)))) return {container, false};
  const bool iterator = hands_out_iterator(name) && class_of(type) && !type->isReferenceType();
  return iterator ? Borrowed{container, true} : Borrowed{};
}

const CallSite* invalidated_by(const Lifetimes& lifetimes, const Borrowed& borrowed) {
  const clang::ValueDecl* container = borrowed.container.last();
  const std::string kind = class_name(container->getType());
  for (const Function& function : lifetimes.unit().functions) {
    for (const CallSite& call : function.calls) {
      const clang::CXXMethodDecl* method = method_of(call);
      if (!method || llvm::isa<clang::CXXConstructorDecl>(method)) continue;
      if (!makes_invalid(kind, borrowed.iterator, method->getNameAsString())) continue;
      const clang::ValueDecl* changed = lifetimes.object(call.object).last();
      if (changed && changed->getCanonicalDecl() == container->getCanonicalDecl()) return &call;
    }
  }
  return nullptr;
}

}  // namespace unblock::lint
