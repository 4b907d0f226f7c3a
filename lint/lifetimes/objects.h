// Which object an expression names: `&self->timer`, `timer_`, `*owner.get()`, a local that points there, a getter that returns it.
#pragma once

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/SmallVector.h>

#include <string>

#include "lint/extract/unit.h"

namespace unblock::lint {

/// A way to an object: where it begins and the members that lead on. Pointers and what they point to are the same here. Within one
/// function, equal ways name one object, unless something on the way was given another value meanwhile.
struct Object {
  const clang::ValueDecl* root = nullptr;  ///< a variable or parameter
  bool of_this = false;                    ///< it begins at `this`
  llvm::SmallVector<const clang::ValueDecl*, 4> members;
  bool element = false;  ///< an element was chosen on the way: which one cannot be told

  /// Whether it names one certain object.
  explicit operator bool() const { return (root || of_this) && !element; }
  friend bool operator==(const Object& a, const Object& b) {
    return a.root == b.root && a.of_this == b.of_this && a.members == b.members && !a.element && !b.element;
  }

  /// The variable or member at its end; null for `this`.
  const clang::ValueDecl* last() const { return members.empty() ? root : members.back(); }
  /// `patience` of `guest->patience`, for messages.
  std::string name() const;
  /// Whether it is this object or lies inside of its memory: no pointer is followed after `whole`.
  bool lies_in(const Unit& unit, const Object& whole) const;
};

class Objects {
 public:
  explicit Objects(const Unit& unit);

  const Unit& unit() const { return unit_; }

  Object of(const clang::Expr* expr) const;
  /// What a variable names: itself, or what it always points to.
  Object of_variable(const clang::VarDecl& variable) const;
  /// The same object seen by the caller of a function: `this` and parameters are what the call gives. Nothing where it is a local.
  Object seen_by_caller(const Object& object, const CallSite& call) const;
  /// Whether a variable gets more values than that of its declaration.
  bool is_reassigned(const clang::ValueDecl& variable) const { return reassigned_.contains(&variable); }

 private:
  Object from_call(const clang::CallExpr& call) const;
  /// What `return member_;`, the whole body of a function, names inside of it.
  Object of_result(const Function& getter) const;

  const Unit& unit_;
  llvm::DenseSet<const clang::ValueDecl*> reassigned_;
  mutable llvm::DenseMap<const clang::VarDecl*, Object> variables_;
  mutable llvm::DenseMap<const Function*, Object> results_;
};

/// Whether a statement gives something on the way to an object another value: an assignment, `++`, a declaration, reset(), a move away.
bool changes(const Unit& unit, const clang::Stmt& statement, const Object& object);

/// The class of what a smart pointer type owns; null for other types.
const clang::CXXRecordDecl* owned_class(const Unit& unit, clang::QualType type);

/// Whether a class is a smart pointer: unique_ptr, shared_ptr, intrusive_ptr…
bool is_smart_pointer(const Unit& unit, clang::QualType type);

/// Of these, one that shares the object: copies keep it alive.
bool is_shared_pointer(const Unit& unit, clang::QualType type);

}  // namespace unblock::lint
