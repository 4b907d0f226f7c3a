#include "lint/lifetimes/makings.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>

#include <algorithm>
#include <set>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/lifetimes/deletions.h"
#include "lint/lifetimes/emptied.h"

namespace unblock::lint {
namespace {

class MakingFinder {
 public:
  MakingFinder(const Lifetimes& lifetimes, Ids& ids) : lifetimes_(lifetimes), unit_(lifetimes.unit()), ids_(ids) {}

  void run() {
    for (const Function& function : unit_.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) look_at(function, call);
      for (const clang::VarDecl* local : function.locals) look_at_local(function, *local);
      look_at_class(*function.decl);
    }
    for (const Function& function : unit_.functions) {
      if (!function.decl->isDependentContext()) look_at_the_rest(function);
    }
  }

  void give(facts::Unit& facts) const {
    facts.makings.assign(makings_.begin(), makings_.end());
    facts.loop_owners.assign(loop_owners_.begin(), loop_owners_.end());
    facts.emptied.assign(emptied_.begin(), emptied_.end());
  }

 private:
  /// member_ = std::make_shared<T>(…), member_.reset(new T), and what a call empties.
  void look_at(const Function& function, const CallSite& call) {
    const bool gives = is_assignment(call) || (call.object && has_role(unit_, call, Role::resets));
    if (gives && !call.arguments.empty()) {
      const clang::ValueDecl* slot = lifetimes_.object(call.object).last();
      if (const auto* member = llvm::dyn_cast_or_null<clang::FieldDecl>(slot)) keep(call.arguments[0], kept_by(*member, &function));
      if (const auto* global = llvm::dyn_cast_or_null<clang::VarDecl>(slot); global && global->hasGlobalStorage()) keep(call.arguments[0], to_the_end(&function));
    }
    for (const clang::ValueDecl* slot : emptied_in(lifetimes_, call)) {
      if (llvm::isa<clang::FieldDecl>(slot)) emptied_.insert(ids_.of(*slot));
      else lost_.insert(slot);
    }
  }

  void look_at_local(const Function& function, const clang::VarDecl& local) {
    const bool lasts = (local.isStaticLocal() || (function.decl->isMain() && stands_at_the_top(function, local))) && !lost_.contains(&local);
    const clang::Expr* maker = lasts && local.getInit() ? maker_in(local.getInit()) : nullptr;
    if (maker) kept_.insert(maker);
    const facts::Making how = lasts ? to_the_end(nullptr) : facts::Making{};
    if (maker) return add_made(*maker, how);
    if (const auto* record = class_of_value(local.getType())) add(*record, how);
  }

  /// What its members are, and what its constructors put into them.
  void look_at_class(const clang::FunctionDecl& function) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
    if (!method || method->getParent()->isLambda()) return;
    if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(method)) {
      for (const clang::CXXCtorInitializer* init : constructor->inits()) {
        if (init->isMemberInitializer() && init->isWritten()) keep(init->getInit(), kept_by(*init->getMember(), nullptr));
      }
    }
    if (!classes_.insert(method->getParent()->getCanonicalDecl()).second) return;
    for (const clang::FieldDecl* field : method->getParent()->fields()) {
      if (const auto* record = class_of_value(field->getType())) add(*record, kept_by(*field, nullptr));
      if (field->hasInClassInitializer() && field->getInClassInitializer()) keep(field->getInClassInitializer(), kept_by(*field, nullptr));
    }
  }

  /// Makers whose object nothing was seen to keep: the function returns it, or it goes somewhere else.
  void look_at_the_rest(const Function& function) {
    llvm::DenseSet<const clang::Expr*> returned;
    each_statement(function.body, [&](const clang::Stmt& statement) {
      const auto* result = llvm::dyn_cast<clang::ReturnStmt>(&statement);
      if (result && result->getRetValue()) returned.insert(maker_in(result->getRetValue()));
      return true;
    });
    for (const CallSite& call : function.calls) {
      const clang::Expr* maker = llvm::isa<clang::CXXConstructExpr>(call.expr) ? llvm::dyn_cast_or_null<clang::CXXNewExpr>(unit_.parents(function).of(call.expr)) : maker_in(call.expr);
      if (maker && !kept_.contains(maker)) add_made(*maker, returned.contains(maker) ? kept_by_result_of(function) : facts::Making{});
    }
  }

  void keep(const clang::Expr* value, const facts::Making& how) {
    const clang::Expr* maker = maker_in(value);
    if (!maker) return;
    kept_.insert(maker);
    add_made(*maker, how);
  }

  /// Of a factory: what it returns goes by its name, as if that were a class.
  void add_made(const clang::Expr& maker, facts::Making how) {
    if (const clang::FunctionDecl* factory = factory_called(maker)) {
      how.type = ids_.of(*factory);
      makings_.insert(std::move(how));
    } else if (const auto* record = made_by(maker)) {
      add(*record, std::move(how));
    }
  }

  facts::Making kept_by_result_of(const Function& factory) {
    facts::Making making;
    making.owner = ids_.of(*factory.decl);
    if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(factory.decl)) {
      for (const clang::CXXMethodDecl* overridden : method->overridden_methods()) {
        facts::Making through_base;
        through_base.type = making.owner;
        through_base.owner = ids_.of(*overridden);
        makings_.insert(std::move(through_base));
      }
    }
    return making;
  }

  /// A function of the project that returns a smart pointer to an object of the project; null for others.
  const clang::FunctionDecl* factory_called(const clang::Expr& expr) const {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(&expr);
    const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    if (!callee || in_system_header(*unit_.ast, *callee)) return nullptr;
    const auto* record = owned_class(unit_, call->getType());
    return record && is_ours(*record) ? callee : nullptr;
  }

  /// `replacing`: the function that puts it where another one may be; null where it is the first.
  facts::Making to_the_end(const Function* replacing) {
    facts::Making making;
    making.until_the_end = true;
    if (replacing != nullptr) making.put_by = ids_.of(*replacing->decl);
    return making;
  }

  facts::Making kept_by(const clang::FieldDecl& member, const Function* replacing) {
    const auto* owner = llvm::dyn_cast<clang::CXXRecordDecl>(member.getParent());
    if (!owner || !is_ours(*owner)) return {};
    const std::string id = ids_.of(*owner);
    if (owns_loop(unit_, *owner)) loop_owners_.insert(id);
    facts::Making making;
    making.owner = id;
    making.member = ids_.of(member);
    if (replacing != nullptr && !llvm::isa<clang::CXXConstructorDecl>(replacing->decl)) making.put_by = ids_.of(*replacing->decl);
    return making;
  }

  void add(const clang::CXXRecordDecl& record, facts::Making making) {
    const auto add_one = [&](const clang::CXXRecordDecl* each) {
      if (!is_ours(*each)) return true;
      making.type = ids_.of(*each);
      makings_.insert(making);
      return true;
    };
    add_one(&record);
    if (record.hasDefinition()) record.forallBases(add_one);
  }

  bool is_ours(const clang::CXXRecordDecl& record) const { return !record.isLambda() && !in_system_header(*unit_.ast, record); }

  /// std::make_shared<T>(…), the `new T` that a smart pointer is made of, the call of a factory; null for others.
  const clang::Expr* maker_in(const clang::Expr* value) const {
    const clang::Expr* inner = bare(value);
    if (llvm::isa<clang::CXXNewExpr>(inner)) return inner;
    if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(inner)) {
      const bool owns = construct->getNumArgs() > 0 && is_smart_pointer(unit_, construct->getType());
      return owns ? maker_in(construct->getArg(0)) : nullptr;
    }
    const auto* call = llvm::dyn_cast<clang::CallExpr>(inner);
    const bool makes = call && has_role(unit_, call->getDirectCallee(), Role::makes_object) && is_smart_pointer(unit_, call->getType());
    return makes || (call && factory_called(*call)) ? call : nullptr;
  }

  const clang::CXXRecordDecl* made_by(const clang::Expr& maker) const {
    if (const auto* made = llvm::dyn_cast<clang::CXXNewExpr>(&maker)) return class_of(made->getAllocatedType());
    return owned_class(unit_, maker.getType());
  }

  static const clang::CXXRecordDecl* class_of_value(clang::QualType type) { return type->isReferenceType() ? nullptr : class_of(type); }

  /// Not in a loop or another block that may end before the function does.
  bool stands_at_the_top(const Function& function, const clang::VarDecl& local) const {
    const Parents& parents = unit_.parents(function);
    unsigned blocks = 0;
    for (const clang::Stmt* above = local.getInit() ? parents.of(local.getInit()) : nullptr; above; above = parents.of(above)) {
      if (llvm::isa<clang::CompoundStmt>(above) && !llvm::isa_and_nonnull<clang::CXXTryStmt>(parents.of(above))) ++blocks;
    }
    return local.getInit() && blocks == 1;
  }

  const Lifetimes& lifetimes_;
  const Unit& unit_;
  Ids& ids_;
  std::set<facts::Making> makings_;
  std::set<std::string> loop_owners_, emptied_;
  std::set<const clang::CXXRecordDecl*> classes_;
  llvm::DenseSet<const clang::Expr*> kept_;
  llvm::DenseSet<const clang::ValueDecl*> lost_;  ///< variables that something empties
};

}  // namespace

void add_makings(const Lifetimes& lifetimes, Ids& ids, facts::Unit& facts) {
  MakingFinder finder(lifetimes, ids);
  finder.run();
  finder.give(facts);
}

}  // namespace unblock::lint
