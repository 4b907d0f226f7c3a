// async-buffer-lifetime: an operation reads or fills memory that dies, is freed or is moved away before it completes.
#include <clang/AST/ExprCXX.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/extract/trail.h"
#include "lint/flow/fate.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/frees.h"
#include "lint/lifetimes/holdings.h"
#include "lint/lifetimes/lenders.h"
#include "lint/lifetimes/lifetimes.h"
#include "lint/lifetimes/templates.h"

namespace unblock::lint {
namespace {

struct Memory {
  const clang::VarDecl* local = nullptr;      ///< whose own memory it is
  const clang::VarDecl* owner = nullptr;      ///< a local smart pointer to it
  const clang::ParmVarDecl* borrowed = nullptr;  ///< a parameter that only points to it
  bool temporary = false;
  const clang::Expr* where = nullptr;
  const clang::VarDecl* pointer = nullptr;  ///< a plain pointer to memory on the heap
  const clang::MemberExpr* part = nullptr;  ///< one that is a member: `buffer->base`

  explicit operator bool() const { return local || owner || borrowed || temporary || pointer || part; }
};

/// A temporary that owns memory: std::string("x") + y. Views and pointers do not.
bool is_owning_temporary(const Unit& unit, const clang::Expr* expr) {
  const clang::Expr* inner = expr->IgnoreImplicit()->IgnoreParens();
  if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(inner)) {
    const auto* method = call->getMethodDecl();
    const bool hands_out = has_role(unit, method, Role::gives_memory) || llvm::isa_and_nonnull<clang::CXXConversionDecl>(method);
    if (hands_out) return is_owning_temporary(unit, call->getImplicitObjectArgument());
  }
  return inner->isPRValue() && has_role(unit, inner->getType(), Role::owns_memory);
}

bool owns_bytes(const Unit& unit, clang::QualType type) {
  return !type->isPointerType() && !type->isReferenceType() && !has_role(unit, type, Role::refers_elsewhere);
}

/// A parameter that points to memory of the caller's.
bool only_points(const Unit& unit, const clang::ParmVarDecl& parameter) {
  const clang::QualType type = parameter.getType();
  if (type->isPointerType()) return !type->getPointeeType()->isFunctionType() && !type->getPointeeType()->isRecordType();
  if (has_role(unit, type, Role::view)) return true;
  return type->isLValueReferenceType() && owns_bytes(unit, type.getNonReferenceType());
}

/// The variable whose value leads to a pointer: p of `*p`, `p->data()`, `p.get()`; text of `text`, `text.data()`, `&text[1]`.
const clang::VarDecl* variable_behind(const clang::Expr* expr) {
  while (expr) {
    expr = bare(expr);
    if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expr)) {
      expr = unary->getSubExpr();
    } else if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(expr)) {
      expr = member->getImplicitObjectArgument();
    } else if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expr); operation && operation->getNumArgs() > 0) {
      expr = operation->getArg(0);
    } else if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expr)) {
      expr = subscript->getBase();
    } else if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expr); binary && binary->isAdditiveOp()) {
      expr = binary->getLHS();
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

class BufferLifetime : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const HandOver& given : unit.hand_overs) {
      if (given.runs_on == RunsOn::caller || given.row->spawns || !given.call->in) continue;
      if (!given.call->blocks || !given.call->blocks->null_callback) look_at(unit, given);
    }
    for (const Function& function : unit.functions) {
      for (const Operation& operation : lifetimes_->operations(function)) look_at_borrowed(operation);
      if (function.decl->isDependentContext() && !function.coroutine) look_at_template(unit, function);
    }
  }

 private:
  void look_at(const Unit& unit, const HandOver& given) {
    const CallSite& call = *given.call;
    const Function& home = *call.in;
    if (home.decl->isDependentContext()) return;
    const Fate fate = fate_of(unit, home, call.expr).fate;
    const bool awaitable = !call.expr->getType()->isVoidType() && (fate == Fate::awaited || fate == Fate::kept || fate == Fate::handed_over || fate == Fate::assigned);
    const bool suspends = std::find(home.suspensions.begin(), home.suspensions.end(), call.expr) != home.suspensions.end();
    for (const clang::Expr* argument : call.arguments) {
      if (argument == given.callable) continue;
      for (const Memory& memory : memories_behind(argument)) {
        if (memory.temporary && fate != Fate::awaited && !suspends) return say(call, memory, call.location());
        if (awaitable || fate == Fate::awaited || suspends) continue;
        if (judge(given, home, memory)) return;
      }
    }
  }

  /// In a template that nobody instantiates: async_write(stream_, buffers_cat(head.data(), body), std::move(*this));
  void look_at_template(const Unit& unit, const Function& home) {
    for (const TemplateHandOver& given : hand_overs_in(unit, home)) {
      for (unsigned i = 0; i + 1 < given.call->getNumArgs(); ++i) {
        const clang::VarDecl* local = viewed_local(unit, *given.call->getArg(i));
        if (!local || !declared_in(*local, home) || lives_until_done(unit, home, *local, *given.site)) continue;
        const std::string message = fmt::format("'{}' uses the memory of the local '{}', which dies before it completes", given.name, local->getNameAsString());
        if (!report(given.call->getBeginLoc(), message + instead_clause("keep it in the operation or in the object", ""))) return;
        note(local->getLocation(), fmt::format("'{}' lives until the end of its scope", local->getNameAsString()));
        return;
      }
    }
  }

  /// The local whose memory a part of an argument views as it is written: `head.data()`, `buffer(text)`.
  static const clang::VarDecl* viewed_local(const Unit& unit, const clang::Expr& argument) {
    const clang::VarDecl* found = nullptr;
    each_statement(&argument, [&](const clang::Stmt& part) {
      const auto* call = found ? nullptr : llvm::dyn_cast<clang::CallExpr>(&part);
      if (!call) return !found;
      const bool makes_buffer = call->getNumArgs() > 0 && is_written_with_role(unit, *call, Role::makes_buffer);
      const auto* member = is_written_with_role(unit, *call, Role::gives_beginning) ? llvm::dyn_cast<clang::CXXMemberCallExpr>(call) : nullptr;
      const clang::Expr* memory = makes_buffer ? call->getArg(0) : member;
      const clang::VarDecl* local = memory ? automatic_local(unit, memory) : nullptr;
      const clang::QualType type = local ? local->getType() : clang::QualType();
      if (local && !type->isDependentType() && (type->isRecordType() || type->isConstantArrayType()) && owns_bytes(unit, type)) found = local;
      return !found;
    });
    return found;
  }

  bool judge(const HandOver& given, const Function& home, const Memory& memory) {
    const CallSite& call = *given.call;
    const Unit& unit = lifetimes_->unit();
    if (say_moved(given, memory)) return true;
    if (memory.pointer && say_freed(home, call, {memory.pointer, false, {}, false})) return true;
    if (memory.part && say_freed(home, call, lifetimes_->object(memory.part))) return true;
    Trail trail;
    if (memory.borrowed) return follow_parameter(call, *memory.borrowed, trail);
    const clang::VarDecl* local = memory.local ? memory.local : memory.owner;
    if (!local || !declared_in(*local, home) || lives_until_done(unit, home, *local, call)) return false;
    if (memory.owner && (keeps(what_it_holds(unit, given.callable), *local) || is_shared_elsewhere(unit, home, *local))) return false;
    say(call, memory, call.location());
    return true;
  }

  /// async_write(s, buffer(text), [text = std::move(text)] …): what a string holds may move with it, and a pointer may be empty first.
  bool say_moved(const HandOver& given, const Memory& memory) {
    const clang::VarDecl* local = memory.local ? memory.local : memory.where ? variable_behind(memory.where)
                                                                             : nullptr;
    const Unit& unit = lifetimes_->unit();
    const bool is_pointer = local && has_role(unit, local->getType(), Role::unique_pointer | Role::shared_pointer);
    if (!local || (!is_pointer && !has_role(unit, local->getType(), Role::keeps_inside))) return false;
    const bool in_this_call = any_statement(given.call->expr, [&](const clang::Stmt& part) { return &part == memory.where; });
    if (is_pointer && !in_this_call) return false;  // what it points to stays where it is
    const Holdings holdings = what_it_holds(unit, given.callable);
    const bool moved = std::any_of(holdings.held.begin(), holdings.held.end(), [&](const Held& held) {
      return held.value && any_statement(held.value, [&](const clang::Stmt& part) {
               const auto* call = llvm::dyn_cast<clang::CallExpr>(&part);
               return call && is_move(*call) && plainly_named(call->getArg(0)) == local;
             });
    });
    if (!moved) return false;
    const std::string message = fmt::format("the buffer is made of '{}', which the handler takes away in the same call", local->getNameAsString());
    return report(given.call->location(), message + instead_clause("a shared_ptr that the handler copies", ""));
  }

  /// free(text) right after uv_write(…).
  bool say_freed(const Function& home, const CallSite& call, const Object& object) {
    if (!object) return false;
    bool said = false;
    lifetimes_->flow(home).after(call.expr, [&](const FlowPoint& point) {
      if (!point.statement || said) return said ? Step::stop : Step::go_on;
      if (changes(lifetimes_->unit(), *point.statement, object) || waits_at(*point.statement)) return Step::stop;
      const clang::Expr* freed = freed_by(lifetimes_->unit(), *point.statement);
      if (!freed || lifetimes_->object(freed) != object || depends_on_result(home, call, *point.statement)) return Step::go_on;
      const std::string message = fmt::format("'{}' is freed before '{}' has completed", object.name(), callee_name(call));
      said = report(point.statement->getBeginLoc(), message + instead_clause("free it in the callback", ""));
      if (said) note(call.location(), "it uses the memory until its callback runs");
      return Step::stop;
    });
    return said;
  }

  bool waits_at(const clang::Stmt& statement) const {
    const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
    const CallSite* call = expr ? lifetimes_->unit().call_of(expr) : nullptr;
    return call && call->blocks && (call->blocks->runs_loop || call->blocks->tier == Tier::wait);
  }

  /// if (uv_write(…) != 0) free(text): it failed, and nothing is pending.
  bool depends_on_result(const Function& home, const CallSite& call, const clang::Stmt& statement) const {
    if (fate_of(lifetimes_->unit(), home, call.expr).fate == Fate::discarded) return false;
    const Parents& parents = lifetimes_->unit().parents(home);
    for (const clang::Stmt* above = parents.of(&statement); above; above = parents.of(above)) {
      if (llvm::isa<clang::IfStmt>(above)) return true;
    }
    return false;
  }

  /// A helper gives memory of its caller to an operation that goes on: who calls it with what dies?
  bool follow_parameter(const CallSite& operation, const clang::ParmVarDecl& parameter, Trail& trail) {
    const Unit& unit = lifetimes_->unit();
    const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(parameter.getDeclContext());
    const Function* helper = owner ? unit.find(owner) : nullptr;
    if (!helper || helper->coroutine || !trail.enter(&parameter)) return false;
    bool said = false;
    for (const CallSite* call : lifetimes_->calls_to(*helper)) {
      const clang::Expr* argument = call->argument(static_cast<int>(parameter.getFunctionScopeIndex()));
      if (!argument || call->in->decl->isDependentContext()) continue;
      const Memory memory = memory_of(unit, argument);
      if (memory.borrowed) said = follow_parameter(operation, *memory.borrowed, trail) || said;
      const bool dies = memory.temporary || (memory.local && declared_in(*memory.local, *call->in) && !call->in->decl->isMain());
      if (!dies || scope_waits_after(unit, *call->in, *call)) continue;
      say(operation, memory, argument->getExprLoc());
      said = true;
    }
    return said;
  }

  /// The memory that a buffer argument views: buffer(text), a variable made by it, an array of them, a uv_buf_t.
  std::vector<Memory> memories_behind(const clang::Expr* expr) const {
    Trail trail;
    return memories_behind(expr, trail);
  }

  std::vector<Memory> memories_behind(const clang::Expr* expr, Trail& trail) const {
    if (!expr) return {};
    expr = bare(expr);
    if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(expr); address && address->getOpcode() == clang::UO_AddrOf) {
      return memories_behind(address->getSubExpr(), trail);
    }
    if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(expr)) return all_of(list->inits(), trail);
    if (const auto* list = llvm::dyn_cast<clang::CXXStdInitializerListExpr>(expr)) return memories_behind(list->getSubExpr(), trail);
    const Unit& unit = lifetimes_->unit();
    if (const CallSite* call = unit.call_of(expr); call && call->callee) {
      const BufferRow* row = unit.models->buffer(unit.names_of(*call));
      const clang::Expr* memory = row ? call->argument(row->memory) : nullptr;
      if (memory) {
        const Memory found = memory_of(unit, memory);
        return found ? std::vector<Memory>{found} : memories_behind(memory, trail);
      }
      const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr);
      return construct && construct->getNumArgs() > 0 ? memories_behind(construct->getArg(0), trail) : std::vector<Memory>{};
    }
    const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr);
    const auto* variable = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
    if (!variable || !variable->isLocalVarDecl() || !trail.enter(variable)) return {};
    if (const auto assigned = assigned_base(*variable)) return {assigned};
    if (auto added = added_to(*variable, trail); !added.empty()) return added;
    return variable->getInit() ? memories_behind(variable->getInit(), trail) : std::vector<Memory>{};
  }

  std::vector<Memory> all_of(llvm::ArrayRef<clang::Expr*> parts, Trail& trail) const {
    std::vector<Memory> found;
    for (const clang::Expr* part : parts) {
      for (const Memory& memory : memories_behind(part, trail)) found.push_back(memory);
    }
    return found;
  }

  /// parts.push_back(asio::buffer(text));
  std::vector<Memory> added_to(const clang::VarDecl& list, Trail& trail) const {
    std::vector<Memory> found;
    const Unit& unit = lifetimes_->unit();
    const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(list.getDeclContext());
    const Function* home = owner ? unit.find(owner) : nullptr;
    if (!home || !has_role(unit, list.getType(), Role::sequence)) return found;
    for (const CallSite& call : home->calls) {
      if (!call.object || call.arguments.empty() || plainly_named(call.object) != &list || !has_role(unit, call, Role::puts_in)) continue;
      const bool in_place = has_role(unit, call, Role::constructs_in_place) && call.arguments[0]->getType()->isPointerType();
      const Memory pointed = in_place ? memory_of(unit, call.arguments[0]) : Memory{};
      if (pointed) found.push_back(pointed);
      for (const Memory& memory : memories_behind(call.arguments[0], trail)) found.push_back(memory);
    }
    return found;
  }

  /// Whose memory an expression names.
  static Memory memory_of(const Unit& unit, const clang::Expr* memory) {
    const Memory found = owned_memory(unit, memory);
    if (found && !found.borrowed) return found;
    const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(bare(memory));
    const auto* pointer = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
    Memory result = found;
    if (pointer && pointer->getType()->isPointerType()) result.pointer = pointer;
    const auto* member = llvm::dyn_cast<clang::MemberExpr>(bare(memory));
    if (member && member->getType()->isPointerType()) result.part = member;
    return result;
  }

  static Memory owned_memory(const Unit& unit, const clang::Expr* memory) {
    if (is_owning_temporary(unit, memory)) return {nullptr, nullptr, nullptr, true, memory};
    const clang::VarDecl* behind = variable_behind(memory);
    if (const auto* parameter = llvm::dyn_cast_or_null<clang::ParmVarDecl>(behind); parameter && only_points(unit, *parameter)) {
      return {nullptr, nullptr, parameter, false, memory};
    }
    const clang::VarDecl* local = automatic_local(unit, memory);
    if (local && owns_bytes(unit, local->getType())) return {local, nullptr, nullptr, false, memory};
    if (behind && behind->hasLocalStorage() && is_smart_pointer(unit, behind->getType()) && makes_its_object(unit, *behind)) return {nullptr, behind, nullptr, false, memory};
    return {};
  }

  /// buffer.base = text;
  Memory assigned_base(const clang::VarDecl& buffer) const {
    const Unit& unit = lifetimes_->unit();
    const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(buffer.getDeclContext());
    const Function* home = owner ? unit.find(owner) : nullptr;
    if (!home) return {};
    const Parents& parents = unit.parents(*home);
    for (const clang::DeclRefExpr* name : home->references) {
      if (name->getDecl() != &buffer) continue;
      const auto* member = llvm::dyn_cast_or_null<clang::MemberExpr>(parents.of(name));
      const auto* assignment = member ? llvm::dyn_cast_or_null<clang::BinaryOperator>(parents.of(member)) : nullptr;
      if (!assignment || assignment->getOpcode() != clang::BO_Assign || !has_role(unit, member->getMemberDecl(), Role::memory_member)) continue;
      if (const Memory memory = memory_of(unit, assignment->getRHS())) return memory;
    }
    return {};
  }

  /// Arguments whose memory an operation uses as it is: a streambuf, a message, the address of a reply.
  void look_at_borrowed(const Operation& operation) {
    const Function& home = *operation.call->in;
    if (!operation.pending) return;
    for (const int index : operation.row->borrows) {
      const clang::Expr* argument = operation.call->argument(index);
      if (!argument || argument->isPRValue() != argument->getType()->isPointerType()) continue;
      const clang::VarDecl* local = automatic_local(lifetimes_->unit(), argument);
      const auto* record = local ? class_of(local->getType()) : nullptr;
      if (!local || !owns_bytes(lifetimes_->unit(), local->getType()) || (record && record->isLambda()) || !declared_in(*local, home)) continue;
      if (lives_until_done(lifetimes_->unit(), home, *local, *operation.call)) continue;
      return say(*operation.call, {local, nullptr, nullptr, false, argument}, operation.call->location());
    }
  }

  void say(const CallSite& operation, const Memory& memory, clang::SourceLocation location) {
    const clang::VarDecl* local = memory.local ? memory.local : memory.owner;
    const std::string what = memory.owner ? fmt::format("what the local '{}' owns", local->getNameAsString())
                             : local      ? fmt::format("the memory of the local '{}'", local->getNameAsString())
                                          : "the memory of a temporary";
    const char* instead = memory.owner ? "capture the pointer in the handler" : "keep it in the object or in a shared_ptr that the handler captures";
    const std::string message = fmt::format("'{}' uses {}, which dies before it completes", callee_name(operation), what);
    if (!report(location, message + instead_clause(instead, ""))) return;
    if (location != operation.location()) note(operation.location(), "the operation starts here");
    if (local) note(local->getLocation(), fmt::format("'{}' lives until the end of its scope", local->getNameAsString()));
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_buffer_lifetime(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<BufferLifetime>(name, context, session);
}

}  // namespace unblock::lint
