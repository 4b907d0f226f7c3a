// async-lost-surplus: what async_read_until read beyond the delimiter is forgotten by the read that follows.
#include <fmt/format.h>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

/// The string or buffer that an argument is made of: `head` of dynamic_buffer(head).
const clang::ValueDecl* store_in(const Unit& unit, const clang::Expr* argument) {
  const clang::ValueDecl* found = nullptr;
  each_statement(argument, [&](const clang::Stmt& part) {
    const auto* expr = llvm::dyn_cast<clang::Expr>(&part);
    const bool names = expr && (llvm::isa<clang::DeclRefExpr>(expr) || llvm::isa<clang::MemberExpr>(expr));
    const clang::ValueDecl* decl = names ? plainly_named(expr) : nullptr;
    if (!found && decl && has_role(unit, decl->getType(), Role::byte_store)) found = decl;
    return !found;
  });
  return found;
}

class LostSurplus : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const Function& function : unit.functions) {
      for (const Operation& operation : lifetimes_->operations(function)) {
        if (!operation.row->reads_ahead_into || !operation.object) continue;
        const clang::Expr* argument = operation.call->argument(*operation.row->reads_ahead_into);
        const clang::ValueDecl* store = argument ? store_in(unit, argument) : nullptr;
        if (!store) continue;
        if (!operation.pending) {
          follow(function, operation.call->expr, operation, *store);
        } else {
          follow_handlers(unit, operation, *store);
        }
      }
    }
  }

 private:
  void follow_handlers(const Unit& unit, const Operation& operation, const clang::ValueDecl& store) {
    for (const HandOver& given : unit.hand_overs) {
      if (given.call != operation.call) continue;
      for (const Target& target : given.targets) {
        const Function* handler = target.certain ? unit.find(target.decl) : nullptr;
        if (handler) follow(*handler, nullptr, operation, store);
      }
    }
  }

  void follow(const Function& function, const clang::Stmt* start, const Operation& operation, const clang::ValueDecl& store) {
    if (function.decl->isDependentContext()) return;
    lifetimes_->flow(function).after(start, [&](const FlowPoint& point) {
      if (!point.statement) return Step::go_on;
      if (point.statement == operation.call->expr) return Step::stop;
      for (const Operation& next : lifetimes_->operations(function)) {
        if (next.call->expr != point.statement || !next.row->reads || next.object != operation.object) continue;
        if (!uses(next, store)) say(operation, next, store);
        return Step::stop;
      }
      return looks_at_surplus(function, *point.statement, store) ? Step::stop : Step::go_on;
    });
  }

  static bool uses(const Operation& next, const clang::ValueDecl& store) {
    return std::any_of(next.call->arguments.begin(), next.call->arguments.end(), [&](const clang::Expr* argument) { return mentions(argument, store); });
  }

  /// Anything done with the store but looking at its beginning may deal with what is left in it.
  bool looks_at_surplus(const Function& function, const clang::Stmt& statement, const clang::ValueDecl& store) const {
    const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
    const bool names = expr && (llvm::isa<clang::DeclRefExpr>(expr) || llvm::isa<clang::MemberExpr>(expr));
    if (!names || plainly_named(expr) != &store) return false;
    const Unit& unit = lifetimes_->unit();
    const Parents& parents = unit.parents(function);
    const clang::Stmt* here = expr;
    for (const clang::Stmt* above = parents.of(here); above; here = above, above = parents.of(above)) {
      if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(above)) return !has_role(unit, member->getMethodDecl(), Role::gives_beginning) || is_copied(unit, parents, *member);
      if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(above)) {
        return !has_role(unit, construct->getConstructor()->getParent(), Role::text_stream) || stream_is_read(unit, function, *construct, parents);
      }
      if (llvm::isa<clang::CallExpr>(above) || llvm::isa<clang::ReturnStmt>(above) || llvm::isa<clang::LambdaExpr>(above)) return true;
    }
    return false;
  }

  /// buffer_copy(to, head.data()): whatever was read may be copied, the surplus too.
  static bool is_copied(const Unit& unit, const Parents& parents, const clang::Expr& bytes) {
    for (const clang::Stmt* above = parents.of(&bytes); above; above = parents.of(above)) {
      const auto* call = llvm::dyn_cast<clang::CallExpr>(above);
      if (call && has_role(unit, call->getDirectCallee(), Role::copies_memory)) return true;
    }
    return false;
  }

  /// Whether a std::istream over the store is used for more than lines and words of the head.
  static bool stream_is_read(const Unit& unit, const Function& function, const clang::CXXConstructExpr& construct, const Parents& parents) {
    for (const clang::VarDecl* stream : function.locals) {
      if (!stream->getInit() || !any_statement(stream->getInit(), [&](const clang::Stmt& part) { return &part == &construct; })) continue;
      for (const clang::DeclRefExpr* name : function.references) {
        if (name->getDecl() == stream && !reads_the_head(unit, parents, *name)) return true;
      }
      return false;
    }
    return true;
  }

  static bool reads_the_head(const Unit& unit, const Parents& parents, const clang::DeclRefExpr& name) {
    const clang::Stmt* above = parents.of(&name);
    while (above && !llvm::isa<clang::CallExpr>(above)) above = parents.of(above);
    if (const auto* operation = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(above)) return operation->getOperator() == clang::OO_GreaterGreater;
    const auto* call = llvm::dyn_cast_or_null<clang::CallExpr>(above);
    return call && has_role(unit, call->getDirectCallee(), Role::reads_text) && !llvm::isa<clang::CXXMemberCallExpr>(call);
  }

  void say(const Operation& first, const Operation& next, const clang::ValueDecl& store) {
    const std::string message = fmt::format("'{}' waits for bytes that '{}' may have left in '{}'", callee_name(*next.call), callee_name(*first.call), store.getNameAsString());
    if (!report(next.call->location(), message + instead_clause("take them from there first", ""))) return;
    note(first.call->location(), fmt::format("this reads beyond the delimiter, into '{}'", store.getNameAsString()));
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_lost_surplus(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<LostSurplus>(name, context, session);
}

}  // namespace unblock::lint
