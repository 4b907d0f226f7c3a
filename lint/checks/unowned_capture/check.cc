// async-unowned-capture: a handler that runs later refers to a local that is gone by then, or to an object it does not keep alive.
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/extract/trail.h"
#include "lint/flow/fate.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/deletions.h"
#include "lint/lifetimes/holdings.h"
#include "lint/lifetimes/lenders.h"
#include "lint/lifetimes/lifetimes.h"
#include "lint/lifetimes/templates.h"
#include "lint/link/excuses.h"

namespace unblock::lint {
namespace {

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
      if (given.row->data_follows) look_at_data(given, *home);
      if (given.runs_on == RunsOn::thread && !is_let_go(*home, *given.call)) continue;
      const Holdings holdings = what_it_holds(unit, given.callable);
      if (holdings.written && said_.insert(holdings.written).second) look_at(given, *home, holdings);
    }
    for (const Function& function : unit.functions) {
      const auto* record = function.class_around();
      if (!is_shared_from_this(lifetimes_->unit(), record) || owns_loop(unit, *record)) continue;
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
      for (const Held& held : holdings.held) {
        if (look_at_borrowed(given, home, holdings, held)) return;
      }
    }
    look_at_this(given, home, holdings);
  }

  /// event_new(base, descriptor, EV_READ, on_ready, &state): the pointer that a callback of C gets.
  void look_at_data(const HandOver& given, const Function& home) {
    const auto& arguments = given.call->arguments;
    const auto place = std::find(arguments.begin(), arguments.end(), given.callable);
    const clang::Expr* data = place == arguments.end() || place + 1 == arguments.end() ? nullptr : *(place + 1);
    if (!data || !data->getType()->isPointerType() || !said_.insert(data).second) return;
    const Lender lender = lender_of_value(lifetimes_->objects(), data);
    if (!lender.local || !dies_before(home, *given.call, lender)) return;
    const std::string message = fmt::format("the callback of '{}' gets the local '{}', which is gone when it runs", callee_name(*given.call), lender.local->getNameAsString());
    if (!report(data->getExprLoc(), message + instead_clause("memory that lives until then", ""))) return;
    note(lender.local->getLocation(), fmt::format("'{}' lives until the end of its scope", lender.local->getNameAsString()));
  }

  /// A pointer, view, iterator or reference that is held by value: where does it lead?
  bool look_at_borrowed(const HandOver& given, const Function& home, const Holdings& holdings, const Held& held) {
    const bool spawned = given.row->spawns && !holdings.lambda;  // the arguments of a coroutine: async-dangling-argument
    if (!held.value || held.refers || held.is_this || spawned || held.type.isNull()) return false;
    if (held.by_reference ? !held.type->isReferenceType() : !only_leads(lifetimes_->unit(), held.type)) return false;
    const Objects& objects = lifetimes_->objects();
    const Lender lender = held.by_reference ? lender_of_place(objects, held.value) : lender_of_value(objects, held.value);
    Trail trail;
    if (lender.parameter) return declared_in(*lender.parameter, home) && follow_parameter(given, holdings, home, *given.call, *lender.parameter, trail);
    const clang::VarDecl* local = lender.local ? lender.local : lender.owner;
    if (!local || is_held_too(holdings, held, *local) || !dies_before(home, *given.call, lender)) return false;
    const std::string through = held.variable && held.variable != local ? fmt::format(" through '{}'", held.variable->getNameAsString()) : "";
    const char* what = lender.owner ? "what the local '{}' owns" : "the local '{}'";
    const std::string whose = fmt::format(fmt::runtime(what), local->getNameAsString());
    const std::string message = fmt::format("this handler of '{}' refers to {}{}, which is gone when the handler runs", callee_name(*given.call), whose, through);
    if (report(holdings.written->getBeginLoc(), message + instead_clause("capture it by value, or keep it in a std::shared_ptr", ""))) {
      note(local->getLocation(), fmt::format("'{}' lives until the end of its scope", local->getNameAsString()));
    }
    return true;
  }

  /// Whether the handler also has what a value of its leads into: [number = total.get(), total]
  static bool is_held_too(const Holdings& holdings, const Held& leading, const clang::VarDecl& local) {
    return std::any_of(holdings.held.begin(), holdings.held.end(), [&](const Held& held) {
      return &held != &leading && !held.refers && (held.variable == &local || (held.value && mentions(held.value, local)));
    });
  }

  /// Whether the memory of a local, or what it owns, is gone when what `call` started is done.
  bool dies_before(const Function& home, const CallSite& call, const Lender& lender) const {
    const Unit& unit = lifetimes_->unit();
    const clang::VarDecl* local = lender.local ? lender.local : lender.owner;
    if (!local || !declared_in(*local, home) || home.decl->isMain() || lives_until_done(unit, home, *local, call)) return false;
    return lender.local ? !is_moved_away(unit, home, *local) : makes_its_object(unit, *local) && !is_shared_elsewhere(unit, home, *local);
  }

  /// A function hands on what it only borrows: who calls it with something that dies?
  bool follow_parameter(const HandOver& given, const Holdings& holdings, const Function& helper, const CallSite& call, const clang::ParmVarDecl& parameter, Trail& trail) {
    if (helper.coroutine || !trail.enter(&parameter) || scope_waits_after(lifetimes_->unit(), helper, call)) return false;
    bool said = false;
    for (const CallSite* caller : lifetimes_->calls_to(helper)) {
      const clang::Expr* argument = caller->argument(static_cast<int>(parameter.getFunctionScopeIndex()));
      if (!argument || !caller->in || caller->in->decl->isDependentContext()) continue;
      const Objects& objects = lifetimes_->objects();
      const Lender lender = parameter.getType()->isReferenceType() ? lender_of_place(objects, argument) : lender_of_value(objects, argument);
      if (lender.parameter) said = (declared_in(*lender.parameter, *caller->in) && follow_parameter(given, holdings, *caller->in, *caller, *lender.parameter, trail)) || said;
      const bool dies = lender.temporary ? fate_of(lifetimes_->unit(), *caller->in, caller->expr).fate != Fate::awaited : dies_before(*caller->in, *caller, lender);
      if (!dies) continue;
      say_borrowed(given, holdings, parameter, *argument, lender);
      said = true;
    }
    return said;
  }

  void say_borrowed(const HandOver& given, const Holdings& holdings, const clang::ParmVarDecl& parameter, const clang::Expr& argument, const Lender& lender) {
    const clang::VarDecl* local = lender.local ? lender.local : lender.owner;
    const std::string what = local ? fmt::format("the local '{}'", local->getNameAsString()) : "this temporary";
    const std::string message = fmt::format("{} is gone when the handler of '{}' runs, which uses it through '{}'", what, callee_name(*given.call), parameter.getNameAsString());
    if (report(argument.getExprLoc(), message + instead_clause("capture a copy in the handler", ""))) note(holdings.written->getBeginLoc(), "the handler");
  }

  /// In a template that nobody instantiates only what is written can be looked at.
  void look_at_template(const Unit& unit, const Function& function, const clang::CXXRecordDecl& record) {
    for (const TemplateHandOver& given : hand_overs_in(unit, function)) {
      if (given.lambda && captures_this(*given.lambda) && !captures_owner(unit, *given.lambda)) say_shared(given.lambda->getBeginLoc(), given.name, record);
    }
  }

  /// connection_->setCloseCallback(std::bind(&Client::removed, this, _1)), connection_->execute(sql, [this] { … }): another object that
  /// is shared keeps the callback, and may live longer.
  void look_at_setter(const CallSite& call, const clang::CXXRecordDecl& record) {
    if (!call.object || !call.callee) return;
    const bool setter = is_setter(call);
    if (!setter && lifetimes_->unit().find(call.callee)) return;  // what it does with the callback can be read
    const Object holder = lifetimes_->object(call.object);
    const clang::ValueDecl* pointer = holder.last();
    if (!pointer || !is_shared_pointer(lifetimes_->unit(), pointer->getType()) || destructor_mentions(record, *pointer)) return;
    for (unsigned i = 0; i < call.arguments.size() && i < call.callee->getNumParams(); ++i) {
      const clang::ParmVarDecl& parameter = *call.callee->getParamDecl(i);
      if (!has_role(lifetimes_->unit(), parameter.getType(), Role::callable) || (!setter && !is_named_callback(parameter))) continue;
      const Holdings holdings = what_it_holds(lifetimes_->unit(), call.arguments[i]);
      const bool this_held = std::any_of(holdings.held.begin(), holdings.held.end(), [](const Held& held) { return held.is_this; });
      if (!this_held || shares_owner(lifetimes_->unit(), holdings, record) || !said_.insert(holdings.written).second) continue;
      const std::string message = fmt::format("'{}' keeps a callback that uses 'this', and may outlive its '{}'", pointer->getNameAsString(), record.getNameAsString());
      if (report_unless({lasting(record)}, holdings.written->getBeginLoc(), message + instead_clause("hold weak_from_this() and ask it first", ""))) {
        note(call.location(), fmt::format("given to '{}'", callee_name(call)));
      }
    }
  }

  /// A parameter whose name says that it is called when something has happened.
  static bool is_named_callback(const clang::ParmVarDecl& parameter) {
    const std::string name = llvm::StringRef(parameter.getNameAsString()).lower();
    return name.find("callback") != std::string::npos || name.find("handler") != std::string::npos || name.find("listener") != std::string::npos ||
           name.ends_with("cb");
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
  bool dies_with_local(const HandOver& given) const {
    return given.row->lives_with_object && given.call->object && automatic_local(lifetimes_->unit(), given.call->object) != nullptr;
  }

  /// std::thread([&] { … }).detach(), a local thread that is detached later, or one that a member keeps.
  bool is_let_go(const Function& home, const CallSite& thread) const {
    const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(thread.expr);
    const FateOf fate = construct ? fate_of(lifetimes_->unit(), home, thread.expr) : FateOf{};
    const clang::ValueDecl* keeper = construct ? fate.variable : thread.object ? named_object(thread.object)
                                                                               : nullptr;
    if (construct ? fate.fate == Fate::assigned && !keeper : llvm::isa_and_nonnull<clang::FieldDecl>(keeper)) return true;
    return std::any_of(home.calls.begin(), home.calls.end(), [&](const CallSite& call) {
      if (!call.object || !has_role(lifetimes_->unit(), call, Role::detaches)) return false;
      return bare(call.object) == thread.expr || (keeper && mentions(call.object, *keeper));
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
    const auto* record = home.class_around();
    if (!this_held || !record || given.runs_on == RunsOn::thread || owns_loop(lifetimes_->unit(), *record)) return;
    if (shares_owner(lifetimes_->unit(), holdings, *record)) return;
    if (is_shared_from_this(lifetimes_->unit(), record)) {
      if (!given.row->spawns || holdings.lambda || !coroutine_keeps_itself(given)) {
        say_shared(holdings.written->getBeginLoc(), callee_name(*given.call), *record);
      }
    } else if (const auto deleted = deletions_.find(record->getCanonicalDecl()); deleted != deletions_.end()) {
      const bool goes_on = works_on_own_object(given) || goes_on_with_this(given, holdings);
      if (goes_on && !waits_for_handlers(lifetimes_->unit(), *record)) say_deleted(given, holdings, *record, deleted->second);
    }
  }

  /// A member coroutine that is spawned and uses its object after it has suspended.
  bool goes_on_with_this(const HandOver& given, const Holdings& holdings) const {
    if (!given.row->spawns || holdings.lambda) return false;
    return std::any_of(given.targets.begin(), given.targets.end(), [&](const Target& target) {
      const Function* body = target.certain ? lifetimes_->unit().find(target.decl) : nullptr;
      return body && std::any_of(body->suspensions.begin(), body->suspensions.end(), [&](const clang::Expr* suspension) { return uses_this_after(*body, *suspension); });
    });
  }

  bool uses_this_after(const Function& function, const clang::Expr& suspension) const {
    bool used = false;
    lifetimes_->flow(function).after(&suspension, [&](const FlowPoint& point) {
      used = used || llvm::isa_and_nonnull<clang::CXXThisExpr>(point.statement);
      return used ? Step::stop : Step::go_on;
    });
    return used;
  }

  /// A member coroutine that is spawned may take its own shared_ptr before it suspends.
  bool coroutine_keeps_itself(const HandOver& given) const {
    return std::any_of(given.targets.begin(), given.targets.end(), [&](const Target& target) {
      const Function* body = lifetimes_->unit().find(target.decl);
      return !body || std::any_of(body->calls.begin(), body->calls.end(), [&](const CallSite& call) { return has_role(lifetimes_->unit(), call, Role::shares_this); });
    });
  }

  /// timer_.async_wait(…): the object that dies with this one aborts it, but takes back no handler that is queued already.
  bool works_on_own_object(const HandOver& given) const {
    const clang::Expr* expr = given.call->object ? given.call->object : given.call->argument(0);
    const Object object = expr ? lifetimes_->object(expr) : Object{};
    if (!object || !object.of_this || object.members.empty()) return false;
    return type_listed(*lifetimes_->unit().models, &Library::io_objects, expr->getType());
  }

  std::string lasting(const clang::CXXRecordDecl& record) { return excused_if_lasting(name_in_facts(lifetimes_->unit(), record)); }

  void say_shared(clang::SourceLocation where, const std::string& operation, const clang::CXXRecordDecl& record) {
    const std::string message = fmt::format("this handler of '{}' uses 'this', but does not keep its '{}' alive", operation, record.getNameAsString());
    if (!report_unless({lasting(record)}, where, message + instead_clause("hold shared_from_this() too", ""))) return;
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
