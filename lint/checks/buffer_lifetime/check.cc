// async-buffer-lifetime: an operation reads or fills memory of a local, or of a temporary, that dies before it completes.
#include <fmt/format.h>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/expressions.h"
#include "lint/extract/decl_names.h"
#include "lint/flow/fate.h"
#include "lint/flow/lifetime.h"

namespace unblock::lint {
namespace {

struct Memory {
  const clang::VarDecl* local = nullptr;
  bool temporary = false;
  const clang::Expr* where = nullptr;
};

/// A temporary that owns memory: std::string("x") + y. Views and pointers do not.
bool is_owning_temporary(const clang::Expr* expr) {
  const clang::Expr* inner = expr->IgnoreImplicit()->IgnoreParens();
  if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(inner)) {
    const auto* method = call->getMethodDecl();
    const bool hands_out = method && method->getIdentifier() && (method->getName() == "data" || method->getName() == "c_str");
    return hands_out && is_owning_temporary(call->getImplicitObjectArgument());
  }
  if (!inner->isPRValue()) return false;
  const std::string type = type_name(inner->getType());
  return type == "std::basic_string" || type == "std::vector" || type == "std::array";
}

class BufferLifetime : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const HandOver& given : unit.hand_overs) {
      if (given.runs_on == RunsOn::caller || given.row->spawns || !given.call->in) continue;
      if (is_null(*unit.ast, given.callable)) continue;
      look_at(unit, given);
    }
  }

 private:
  void look_at(const Unit& unit, const HandOver& given) {
    const Function& home = *given.call->in;
    if (home.decl->isDependentContext() || home.decl->isMain()) return;
    const Fate fate = fate_of(unit, home, given.call->expr).fate;
    const bool awaitable = !given.call->expr->getType()->isVoidType() && (fate == Fate::awaited || fate == Fate::kept || fate == Fate::handed_over || fate == Fate::assigned);
    for (const clang::Expr* argument : given.call->arguments) {
      const Memory memory = memory_behind(unit, argument, 0);
      if (memory.temporary && fate != Fate::awaited) return say(given, memory);
      if (!memory.local || awaitable || !declared_in(*memory.local, home)) continue;
      if (fate == Fate::awaited || scope_waits_after(unit, home, *given.call)) continue;
      return say(given, memory);
    }
  }

  /// The memory that a buffer argument views: buffer(text), a variable made by it, an array of uv_buf_t.
  static Memory memory_behind(const Unit& unit, const clang::Expr* expr, int depth) {
    if (!expr || depth > 4) return {};
    expr = bare(expr);
    if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(expr); address && address->getOpcode() == clang::UO_AddrOf) {
      return memory_behind(unit, address->getSubExpr(), depth + 1);
    }
    if (const CallSite* call = unit.call_of(expr); call && call->callee) {
      const BufferRow* row = unit.models->buffer(unit.names_of(*call));
      const clang::Expr* memory = row ? call->argument(row->memory) : nullptr;
      if (!memory) return {};
      if (is_owning_temporary(memory)) return {nullptr, true, memory};
      const clang::VarDecl* local = automatic_local(memory);
      return {local && owns_bytes(*local) ? local : nullptr, false, memory};
    }
    const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr);
    const auto* variable = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
    if (!variable || !variable->isLocalVarDecl()) return {};
    if (const auto assigned = assigned_base(unit, *variable); assigned.local) return assigned;
    return variable->getInit() ? memory_behind(unit, variable->getInit(), depth + 1) : Memory{};
  }

  /// buffer.base = text;
  static Memory assigned_base(const Unit& unit, const clang::VarDecl& buffer) {
    if (type_name(buffer.getType()) != "uv_buf_t") return {};
    const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(buffer.getDeclContext());
    const Function* home = owner ? unit.find(owner) : nullptr;
    if (!home) return {};
    const Parents& parents = unit.parents(*home);
    for (const clang::DeclRefExpr* name : home->references) {
      if (name->getDecl() != &buffer) continue;
      const auto* member = llvm::dyn_cast_or_null<clang::MemberExpr>(parents.of(name));
      const auto* assignment = member ? llvm::dyn_cast_or_null<clang::BinaryOperator>(parents.of(member)) : nullptr;
      if (!assignment || assignment->getOpcode() != clang::BO_Assign || member->getMemberDecl()->getName() != "base") continue;
      const clang::VarDecl* local = automatic_local(assignment->getRHS());
      if (local && owns_bytes(*local)) return {local, false, assignment};
    }
    return {};
  }

  static bool owns_bytes(const clang::VarDecl& local) {
    if (local.getType()->isPointerType()) return false;
    const std::string type = type_name(local.getType());
    return type.find("view") == std::string::npos && type.find("span") == std::string::npos && type.find("ptr") == std::string::npos;
  }

  void say(const HandOver& given, const Memory& memory) {
    const std::string what = memory.local ? fmt::format("the local '{}'", memory.local->getNameAsString()) : "a temporary";
    const std::string sink = given.call->callee ? display_name(*given.call->callee) : "this call";
    if (!report(given.call->location(),
                fmt::format("'{}' uses the memory of {} until it completes, which is after that memory is gone{}", sink, what,
                            instead_clause("memory that the handler owns (a std::shared_ptr it captures, or a member)", "")))) {
      return;
    }
    if (memory.local) note(memory.local->getLocation(), fmt::format("'{}' lives until the end of its scope", memory.local->getNameAsString()));
    else note(memory.where->getExprLoc(), "the temporary lives until the end of this statement");
  }
};

}  // namespace

std::unique_ptr<Check> make_buffer_lifetime(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<BufferLifetime>(name, context, session);
}

}  // namespace unblock::lint
