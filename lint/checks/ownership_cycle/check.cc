// async-ownership-cycle: an object stores a callback that owns the object, so that neither is ever destroyed.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/lifetimes/emptied.h"
#include "lint/lifetimes/holdings.h"
#include "lint/link/excuses.h"

namespace unblock::lint {
namespace {

class OwnershipCycle : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) {
        look_at(call);
        look_at_part(call);
      }
    }
    for (const HandOver& given : unit.hand_overs) {
      if (given.row->lives_with_object && given.call->object) look_at_listener(given);
    }
  }

 private:
  void look_at(const CallSite& call) {
    if (!call.object || call.arguments.empty()) return;
    const clang::Expr* callable = call.arguments.back();
    const bool stored_here = is_assignment(call);
    const Function* callee = stored_here ? nullptr : lifetimes_->unit().find(call.callee);
    if (!stored_here && !callee) return;
    const Holdings holdings = what_it_holds(lifetimes_->unit(), callable);
    if (!holdings.lambda && !holdings.written) return;
    const clang::VarDecl* owner = nullptr;
    const Held* own = owning(holdings, call, owner);
    if (!own) return;
    const clang::ValueDecl* slot = stored_here ? slot_of(call.object) : stored_by(*lifetimes_, *callee, static_cast<unsigned>(call.arguments.size() - 1));
    if (!slot || emptied_by(*lifetimes_, *slot) || holder_is_dropped(call) || (owner && given_up(call, *owner))) return;
    say(call, holdings, *slot, owner);
  }

  /// child_->parent = shared_from_this(), child_->set_parent(shared_from_this()): a part of this object owns it.
  void look_at_part(const CallSite& call) {
    if (!call.object || call.arguments.size() != 1) return;
    const Object given = lifetimes_->object(call.arguments[0]);
    if (!given.of_this || !given.members.empty() || !is_shared_pointer(lifetimes_->unit(), call.arguments[0]->getType())) return;
    const bool stored_here = is_assignment(call);
    const Object target = lifetimes_->object(call.object);
    if (!target || !target.of_this || target.members.size() < (stored_here ? 2U : 1U)) return;
    const Function* callee = stored_here ? nullptr : lifetimes_->unit().find(call.callee);
    const clang::ValueDecl* slot = stored_here ? target.last() : callee ? stored_by(*lifetimes_, *callee, 0)
                                                                        : nullptr;
    if (!slot || !is_shared_pointer(lifetimes_->unit(), slot->getType()) || emptied_by(*lifetimes_, *slot) || holder_is_dropped(call)) return;
    const clang::ValueDecl* part = target.members.front();
    const bool owns_part = is_smart_pointer(lifetimes_->unit(), part->getType()) || part->getType()->isRecordType();
    if (!owns_part || has_role(lifetimes_->unit(), part->getType(), Role::weak_pointer)) return;
    const std::string message = fmt::format("'{}' belongs to this object and owns it through '{}', so neither is ever destroyed", part->getNameAsString(), slot->getNameAsString());
    report_unless({emptied_elsewhere(*slot)}, call.location(), message + instead_clause("a weak_ptr", ""));
  }

  /// connection->setMessageCallback([connection] …): the library keeps it in the object.
  void look_at_listener(const HandOver& given) {
    const Holdings holdings = what_it_holds(lifetimes_->unit(), given.callable);
    const clang::VarDecl* owner = nullptr;
    if (!holdings.written || !owning(holdings, *given.call, owner) || !owner || given_up(*given.call, *owner)) return;
    const std::string message = fmt::format("'{}' keeps a callback that owns it, so it is never destroyed", owner->getNameAsString());
    if (!report(holdings.written->getBeginLoc(), message + instead_clause("capture a weak_ptr", ""))) return;
    note(given.call->location(), fmt::format("kept by '{}'", callee_name(*given.call)));
  }

  /// What of the callable shares the object that the call is made on: `x->on_y([x] …)`, `on_y_ = [self = shared_from_this()] …`.
  const Held* owning(const Holdings& holdings, const CallSite& call, const clang::VarDecl*& owner) const {
    const Object object = lifetimes_->object(call.object);
    if (!object.root && !object.of_this) return nullptr;
    for (const Held& held : holdings.held) {
      if (held.refers || held.type.isNull() || !is_shared_pointer(lifetimes_->unit(), held.type.getNonReferenceType())) continue;
      const Object shared = held.variable ? lifetimes_->objects().of_variable(*held.variable) : lifetimes_->object(held.value);
      const bool same_root = shared.root == object.root && shared.of_this == object.of_this && shared.members.empty();
      if (!same_root || (!shared.root && !shared.of_this)) continue;
      owner = held.variable;
      return &held;
    }
    return nullptr;
  }

  /// channel_->on_write([self] …) where channel_ is reset somewhere, and the callback with it.
  bool holder_is_dropped(const CallSite& call) const {
    const Object holder = lifetimes_->object(call.object);
    return std::any_of(holder.members.begin(), holder.members.end(), [&](const clang::ValueDecl* member) { return emptied_by(*lifetimes_, *member); });
  }

  /// The member that `object` names, or the variable in `*next = …`.
  const clang::ValueDecl* slot_of(const clang::Expr* object) const { return lifetimes_->object(object).last(); }

  /// `next.reset()` somewhere in the function or in its lambdas.
  bool given_up(const CallSite& call, const clang::VarDecl& owner) const {
    const Unit& unit = lifetimes_->unit();
    return std::any_of(unit.functions.begin(), unit.functions.end(), [&](const Function& function) {
      const Function* outer = &function;
      while (outer && outer != call.in) outer = outer->parent;
      return outer && std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& each) {
               return has_role(unit, each, Role::resets) && each.object && plainly_named(each.object) == &owner;
             });
    });
  }

  std::string emptied_elsewhere(const clang::ValueDecl& slot) { return excused_if_emptied(name_in_facts(lifetimes_->unit(), slot)); }

  void say(const CallSite& call, const Holdings& holdings, const clang::ValueDecl& slot, const clang::VarDecl* owner) {
    const std::string what = owner ? fmt::format("'{}'", owner->getNameAsString()) : "this object";
    const bool itself = owner && &slot == owner;
    const std::string message = itself ? fmt::format("{} holds a callback that owns it, so it is never destroyed", what)
                                       : fmt::format("{} keeps in '{}' a callback that owns it, so it is never destroyed", what, slot.getNameAsString());
    if (!report_unless({emptied_elsewhere(slot)}, holdings.written->getBeginLoc(), message + instead_clause("capture a weak_ptr, or clear the callback when it is done", ""))) return;
    note(call.location(), itself ? "stored here" : fmt::format("stored in '{}' by this call", slot.getNameAsString()));
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_ownership_cycle(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<OwnershipCycle>(name, context, session);
}

}  // namespace unblock::lint
