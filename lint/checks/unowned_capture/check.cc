// async-unowned-capture: a handler that runs later refers to a local that is gone by then, or to an object it does not keep alive.
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/flow/fate.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/deletions.h"
#include "lint/lifetimes/holdings.h"
#include "lint/lifetimes/lifetimes.h"
#include "lint/lifetimes/statements.h"
#include "lint/lifetimes/templates.h"

namespace unblock::lint {
namespace {

/// The class whose `this` a function uses: its own, or that of the method a lambda stands in.
const clang::CXXRecordDecl* class_around(const Function& function) {
  for (const Function* outer = &function; outer; outer = outer->parent) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(outer->decl);
    if (method && !method->getParent()->isLambda()) return method->getParent();
  }
  return nullptr;
}

class UnownedCapture : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    deletions_ = deletions_in(unit);
    said_.clear();
    for (const HandOver& given : unit.hand_overs) {
      const Function* home = given.call->in;
      if (!home || home->decl->isDependentContext() || given.runs_on == RunsOn::caller) continue;
      if (given.runs_on == RunsOn::thread && !is_detached(*home, *given.call)) continue;
      const Holdings holdings = what_it_holds(unit, given.callable);
      if (holdings.written && said_.insert(holdings.written).second) look_at(given, *home, holdings);
    }
    for (const Function& function : unit.functions) {
      const auto* record = class_around(function);
      if (!is_shared_from_this(record)) continue;
      if (function.decl->isDependentContext()) {
        look_at_template(unit, function, *record);
        continue;
      }
      for (const CallSite& call : function.calls) look_at_setter(call, *record);
    }
  }

 private:
  void look_at(const HandOver& given, const Function& home, const Holdings& holdings) {
    if (!is_taken_care_of(given, home)) {
      for (const Held& held : holdings.held) {
        if (!held.refers || !held.variable || !held.variable->hasLocalStorage() || held.variable->getType()->isReferenceType()) continue;
        if (!declared_in(*held.variable, home) || lives_until_done(lifetimes_->unit(), home, *held.variable, *given.call)) continue;
        return say_local(given, holdings, *held.variable);
      }
    }
    look_at_this(given, home, holdings);
  }

  /// In a template that nobody instantiates only what is written can be looked at.
  void look_at_template(const Unit& unit, const Function& function, const clang::CXXRecordDecl& record) {
    for (const TemplateHandOver& given : hand_overs_in(unit, function)) {
      if (captures_this(*given.lambda) && !captures_owner(*given.lambda)) say_shared(given.lambda->getBeginLoc(), given.name, record);
    }
  }

  /// connection_->setCloseCallback(std::bind(&Client::removed, this, _1)): another object that is shared keeps the callback, and may
  /// live longer.
  void look_at_setter(const CallSite& call, const clang::CXXRecordDecl& record) {
    if (!is_setter(call)) return;
    const Object holder = lifetimes_->object(call.object);
    const clang::ValueDecl* pointer = holder.last();
    if (!pointer || !is_shared_pointer(pointer->getType()) || destructor_mentions(record, *pointer)) return;
    for (unsigned i = 0; i < call.arguments.size() && i < call.callee->getNumParams(); ++i) {
      if (type_name(call.callee->getParamDecl(i)->getType()) != "std::function") continue;
      const Holdings holdings = what_it_holds(lifetimes_->unit(), call.arguments[i]);
      const bool this_held = std::any_of(holdings.held.begin(), holdings.held.end(), [](const Held& held) { return held.is_this; });
      if (!this_held || shares_owner(holdings) || !said_.insert(holdings.written).second) continue;
      const std::string message = fmt::format("'{}' keeps a callback that uses 'this', and may outlive its '{}'", pointer->getNameAsString(), record.getNameAsString());
      if (report(holdings.written->getBeginLoc(), message + instead_clause("hold weak_from_this() and ask it first", ""))) {
        note(call.location(), fmt::format("given to '{}'", callee_name(call)));
      }
    }
  }

  /// A method of another object whose name says that it keeps a callback.
  static bool is_setter(const CallSite& call) {
    if (!call.object || !call.callee || !call.callee->getIdentifier()) return false;
    const std::string name = call.callee->getName().lower();
    const bool keeps = name.starts_with("set") || name.starts_with("on") || name.starts_with("add") || name.starts_with("register") || name.starts_with("subscribe");
    return keeps && (name.find("callback") != std::string::npos || name.find("handler") != std::string::npos || name.find("listener") != std::string::npos ||
                     name.find("cb") != std::string::npos || name.starts_with("on") || name.starts_with("subscribe"));
  }

  /// Whether the destructor deals with what the pointer names: it may take the callback back.
  bool destructor_mentions(const clang::CXXRecordDecl& record, const clang::ValueDecl& pointer) const {
    const auto* destructor = record.hasDefinition() ? record.getDefinition()->getDestructor() : nullptr;
    const Function* body = destructor && !destructor->isImplicit() ? lifetimes_->unit().find(destructor) : nullptr;
    return body && mentions(body->body, pointer);
  }

  /// Whether somebody waits for the handler, whatever the scope of a local: the call, or who gets its result.
  bool is_taken_care_of(const HandOver& given, const Function& home) const {
    const Unit& unit = lifetimes_->unit();
    if (dies_with_local(given) || waits_inside(unit, *given.call)) return true;
    const Fate fate = fate_of(unit, home, given.call->expr).fate;
    if (fate == Fate::returned) return home.coroutine;  // who gets it waits when this function has returned
    return fate == Fate::awaited || fate == Fate::kept;
  }

  /// A listener of a local: no handler runs when the scope has ended.
  static bool dies_with_local(const HandOver& given) {
    return given.row->lives_with_object && given.call->object && automatic_local(given.call->object) != nullptr;
  }

  /// std::thread([&] { … }).detach(), or a local thread that is detached later.
  bool is_detached(const Function& home, const CallSite& thread) const {
    const FateOf fate = fate_of(lifetimes_->unit(), home, thread.expr);
    return std::any_of(home.calls.begin(), home.calls.end(), [&](const CallSite& call) {
      if (!call.callee || !call.object || !call.callee->getIdentifier() || call.callee->getName() != "detach") return false;
      return bare(call.object) == thread.expr || (fate.variable && named_object(call.object) == fate.variable);
    });
  }

  void say_local(const HandOver& given, const Holdings& holdings, const clang::VarDecl& local) {
    const std::string message = fmt::format("this handler of '{}' refers to the local '{}', which is gone when the handler runs",
                                            callee_name(*given.call), local.getNameAsString());
    if (!report(holdings.written->getBeginLoc(), message + instead_clause("capture it by value, or keep it in a std::shared_ptr", ""))) return;
    note(local.getLocation(), fmt::format("'{}' lives until the end of its scope", local.getNameAsString()));
  }

  void look_at_this(const HandOver& given, const Function& home, const Holdings& holdings) {
    const bool this_held = std::any_of(holdings.held.begin(), holdings.held.end(), [](const Held& held) { return held.is_this; });
    const auto* record = class_around(home);
    if (!this_held || !record || given.runs_on == RunsOn::thread || shares_owner(holdings)) return;
    if (is_shared_from_this(record)) {
      if (!given.row->spawns || holdings.lambda || !coroutine_keeps_itself(given)) {
        say_shared(holdings.written->getBeginLoc(), callee_name(*given.call), *record);
      }
    } else if (const auto deleted = deletions_.find(record->getCanonicalDecl()); deleted != deletions_.end()) {
      if (works_on_own_object(given) && !waits_for_handlers(lifetimes_->unit(), *record)) say_deleted(given, holdings, *record, deleted->second);
    }
  }

  /// A member coroutine that is spawned may take its own shared_ptr before it suspends.
  bool coroutine_keeps_itself(const HandOver& given) const {
    return std::any_of(given.targets.begin(), given.targets.end(), [&](const Target& target) {
      const Function* body = lifetimes_->unit().find(target.decl);
      return !body || std::any_of(body->calls.begin(), body->calls.end(), [](const CallSite& call) {
        return call.callee && call.callee->getIdentifier() && call.callee->getName() == "shared_from_this";
      });
    });
  }

  /// timer_.async_wait(…): the object that dies with this one aborts it, but takes back no handler that is queued already.
  bool works_on_own_object(const HandOver& given) const {
    const clang::Expr* expr = given.call->object ? given.call->object : given.call->argument(0);
    const Object object = expr ? lifetimes_->object(expr) : Object{};
    if (!object || !object.of_this || object.members.empty()) return false;
    return type_listed(*lifetimes_->unit().models, &Library::io_objects, expr->getType());
  }

  void say_shared(clang::SourceLocation where, const std::string& operation, const clang::CXXRecordDecl& record) {
    const std::string message = fmt::format("this handler of '{}' uses 'this', but does not keep its '{}' alive", operation, record.getNameAsString());
    if (!report(where, message + instead_clause("hold shared_from_this() too", ""))) return;
    note(record.getLocation(), fmt::format("'{}' is shared: its last owner may go before the handler runs", record.getNameAsString()));
  }

  void say_deleted(const HandOver& given, const Holdings& holdings, const clang::CXXRecordDecl& record, const Deletion& deletion) {
    const std::string message = fmt::format("this handler of '{}' uses 'this', which '{}' may delete before it runs", callee_name(*given.call), deletion.in->name());
    if (!report(holdings.written->getBeginLoc(), message + instead_clause("hold a weak_ptr and ask it first", ""))) return;
    note(deletion.at, fmt::format("'{}' is destroyed here; a handler that is queued already cannot be taken back", record.getNameAsString()));
  }

  const Lifetimes* lifetimes_ = nullptr;
  std::map<const clang::CXXRecordDecl*, Deletion> deletions_;
  std::set<const clang::Expr*> said_;
};

}  // namespace

std::unique_ptr<Check> make_unowned_capture(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UnownedCapture>(name, context, session);
}

}  // namespace unblock::lint
