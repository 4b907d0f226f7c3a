#include "lint/extract/collector.h"

#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/StmtCXX.h>

#include <algorithm>
#include <map>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/places.h"

namespace unblock::lint {
namespace {

bool has_instantiation(const clang::FunctionTemplateDecl& pattern) {
  for (const auto* specialization : pattern.specializations()) {
    if (specialization->doesThisDeclarationHaveABody()) return true;
  }
  return false;
}

class Collector : public clang::RecursiveASTVisitor<Collector> {
  using Base = clang::RecursiveASTVisitor<Collector>;

 public:
  Collector(Unit& unit, const OwnCode& own) : unit_(unit), own_(own) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  // What is written in types, names and unevaluated operands does not run.
  bool TraverseTypeLoc(clang::TypeLoc, bool = true) { return true; }
  bool TraverseNestedNameSpecifierLoc(clang::NestedNameSpecifierLoc) { return true; }
  bool TraverseTemplateArgumentLoc(const clang::TemplateArgumentLoc&) { return true; }
  bool TraverseUnaryExprOrTypeTraitExpr(clang::UnaryExprOrTypeTraitExpr*) { return true; }
  bool TraverseCXXNoexceptExpr(clang::CXXNoexceptExpr*) { return true; }
  bool TraverseCXXTypeidExpr(clang::CXXTypeidExpr*) { return true; }
  bool TraverseRequiresExpr(clang::RequiresExpr*) { return true; }
  bool TraverseConceptSpecializationExpr(clang::ConceptSpecializationExpr*) { return true; }
  bool TraverseStaticAssertDecl(clang::StaticAssertDecl*) { return true; }
  bool TraverseConceptDecl(clang::ConceptDecl*) { return true; }

  bool TraverseDecl(clang::Decl* decl) {
    if (decl && decl->getLexicalDeclContext() && decl->getLexicalDeclContext()->isFileContext() && in_system_header(*unit_.ast, *decl)) {
      return true;
    }
    return Base::TraverseDecl(decl);
  }

  bool TraverseFunctionDecl(clang::FunctionDecl* decl) {
    return inside(decl, [&] { return Base::TraverseFunctionDecl(decl); });
  }
  bool TraverseCXXMethodDecl(clang::CXXMethodDecl* decl) {
    return inside(decl, [&] { return Base::TraverseCXXMethodDecl(decl); });
  }
  bool TraverseCXXConstructorDecl(clang::CXXConstructorDecl* decl) {
    return inside(decl, [&] {
      const bool result = Base::TraverseCXXConstructorDecl(decl);
      if (initialised_.insert(decl->getParent()).second) traverse_default_initialisers(*decl);
      return result;
    });
  }
  bool TraverseCXXDestructorDecl(clang::CXXDestructorDecl* decl) {
    return inside(decl, [&] { return Base::TraverseCXXDestructorDecl(decl); });
  }
  bool TraverseCXXConversionDecl(clang::CXXConversionDecl* decl) {
    return inside(decl, [&] { return Base::TraverseCXXConversionDecl(decl); });
  }
  bool TraverseFunctionTemplateDecl(clang::FunctionTemplateDecl* decl) {
    if (!has_instantiation(*decl)) return Base::TraverseFunctionTemplateDecl(decl);
    for (auto* specialization : decl->specializations()) TraverseDecl(specialization);
    return true;
  }

  bool TraverseLambdaExpr(clang::LambdaExpr* lambda) {
    for (clang::Expr* init : lambda->capture_inits()) TraverseStmt(init);
    for (clang::CXXMethodDecl* body : lambda_bodies(*lambda)) {
      Function* outer = current_;
      enter(body, body->getBody());
      current_->lambda = lambda;
      TraverseStmt(body->getBody());
      current_ = outer;
    }
    return true;
  }

  // Only the branch that is compiled in.
  bool TraverseIfStmt(clang::IfStmt* statement) {
    if (!statement->isConstexpr() || statement->getCond()->isValueDependent()) return Base::TraverseIfStmt(statement);
    const auto branch = statement->getNondiscardedCase(*unit_.ast);
    if (!branch) return Base::TraverseIfStmt(statement);
    discard(*branch);
    return TraverseStmt(*branch);
  }

  bool VisitCallExpr(clang::CallExpr* call) {
    if (!current_) return true;
    CallSite& site = add(call, call->getDirectCallee());
    auto first = call->arg_begin();
    if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
      site.object = member->getImplicitObjectArgument();
    } else if (llvm::isa<clang::CXXOperatorCallExpr>(call) && llvm::isa_and_nonnull<clang::CXXMethodDecl>(site.callee) &&
               first != call->arg_end()) {
      site.object = *first++;
    }
    site.callee_expr = llvm::isa<clang::CXXOperatorCallExpr>(call) ? site.object : call->getCallee();
    for (; first != call->arg_end(); ++first) {
      if (!llvm::isa<clang::CXXDefaultArgExpr>(*first)) site.arguments.push_back(*first);
    }
    return true;
  }

  bool VisitCXXConstructExpr(clang::CXXConstructExpr* construct) {
    if (!current_) return true;
    CallSite& site = add(construct, construct->getConstructor());
    for (const clang::Expr* argument : construct->arguments()) {
      if (!llvm::isa<clang::CXXDefaultArgExpr>(argument)) site.arguments.push_back(argument);
    }
    return true;
  }

  bool VisitVarDecl(clang::VarDecl* variable) {
    if (!current_ || llvm::isa<clang::ParmVarDecl>(variable)) return true;
    current_->locals.push_back(variable);
    if (variable->getInit()) unit_.assignments.push_back({variable->getInit(), variable, current_});
    add_destructor(*variable);
    return true;
  }
  bool VisitMemberExpr(clang::MemberExpr* expr) {
    const auto* field = llvm::dyn_cast<clang::FieldDecl>(expr->getMemberDecl());
    if (!current_ || !field || !field->getType()->isRecordType()) return true;
    auto& members = current_->members;
    if (std::find(members.begin(), members.end(), field) == members.end()) members.push_back(field);
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr* name) {
    if (current_ && llvm::isa<clang::VarDecl>(name->getDecl())) current_->references.push_back(name);
    return true;
  }

  // A member's initialiser runs in the constructor. Where there is none to see, it stands alone.
  bool TraverseFieldDecl(clang::FieldDecl* field) {
    const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(field->getParent());
    const bool later = field->hasInClassInitializer() && record && !record->isDependentContext() && has_visible_constructor(*record);
    return later || Base::TraverseFieldDecl(field);
  }

  bool VisitCXXDeleteExpr(clang::CXXDeleteExpr* deletion) {
    if (current_) current_->deletions.push_back(deletion);
    return true;
  }
  bool VisitCoawaitExpr(clang::CoawaitExpr* expr) { return suspend(expr); }
  bool VisitDependentCoawaitExpr(clang::DependentCoawaitExpr* expr) { return suspend(expr); }
  bool VisitCoyieldExpr(clang::CoyieldExpr* expr) { return suspend(expr); }

  bool VisitCompoundStmt(clang::CompoundStmt* block) {
    for (clang::Stmt* statement : block->body()) discard(statement);
    return true;
  }
  bool VisitIfStmt(clang::IfStmt* statement) {
    discard(statement->getThen());
    discard(statement->getElse());
    return true;
  }
  bool VisitForStmt(clang::ForStmt* loop) {
    discard(loop->getInit());
    discard(loop->getInc());
    discard(loop->getBody());
    return true;
  }
  bool VisitWhileStmt(clang::WhileStmt* loop) { return discard(loop->getBody()); }
  bool VisitDoStmt(clang::DoStmt* loop) { return discard(loop->getBody()); }
  bool VisitCXXForRangeStmt(clang::CXXForRangeStmt* loop) { return discard(loop->getBody()); }
  bool VisitSwitchCase(clang::SwitchCase* label) { return discard(label->getSubStmt()); }
  bool VisitLabelStmt(clang::LabelStmt* label) { return discard(label->getSubStmt()); }
  bool VisitBinaryOperator(clang::BinaryOperator* expr) {
    if (expr->getOpcode() == clang::BO_Comma) discard(expr->getLHS());
    if (current_ && expr->getOpcode() == clang::BO_Assign) {
      if (const auto* to = named_object(expr->getLHS())) unit_.assignments.push_back({expr->getRHS(), to, current_});
    }
    return true;
  }

 private:
  static bool has_visible_constructor(const clang::CXXRecordDecl& record) {
    return std::any_of(record.ctor_begin(), record.ctor_end(), [](const clang::CXXConstructorDecl* constructor) {
      const clang::FunctionDecl* definition = nullptr;
      return !constructor->isImplicit() && !constructor->isDefaulted() && constructor->isDefined(definition) && !constructor->isDelegatingConstructor();
    });
  }

  void traverse_default_initialisers(const clang::CXXConstructorDecl& constructor) {
    for (const clang::CXXCtorInitializer* init : constructor.inits()) {
      const auto* made = init->isAnyMemberInitializer() ? llvm::dyn_cast<clang::CXXDefaultInitExpr>(init->getInit()) : nullptr;
      if (made) TraverseStmt(const_cast<clang::Expr*>(made->getExpr()));
    }
  }

  static std::vector<clang::CXXMethodDecl*> lambda_bodies(const clang::LambdaExpr& lambda) {
    std::vector<clang::CXXMethodDecl*> bodies;
    if (const auto* pattern = lambda.getDependentCallOperator()) {
      for (auto* specialization : pattern->specializations()) {
        if (specialization->hasBody()) bodies.push_back(llvm::cast<clang::CXXMethodDecl>(specialization));
      }
    }
    if (bodies.empty() && lambda.getCallOperator()->hasBody()) bodies.push_back(lambda.getCallOperator());
    return bodies;
  }

  void enter(const clang::FunctionDecl* decl, const clang::Stmt* body) {
    Function& function = unit_.functions.emplace_back();
    function.decl = decl;
    function.body = body;
    function.parent = current_;
    function.coroutine = llvm::isa_and_nonnull<clang::CoroutineBodyStmt>(body);
    unit_.by_decl[decl->getCanonicalDecl()] = &function;
    current_ = &function;
  }

  template <class Traverse>
  bool inside(clang::FunctionDecl* decl, Traverse traverse) {
    if (!decl->doesThisDeclarationHaveABody() || decl->hasSkippedBody()) return traverse();
    if (is_template_of_others(*decl)) return true;
    Function* outer = current_;
    enter(decl, decl->getBody());
    const bool result = traverse();
    current_ = outer;
    return result;
  }

  /// Plain functions of others are looked into: what they call may wait. Their templates cost more than they tell.
  bool is_template_of_others(const clang::FunctionDecl& decl) {
    if (!decl.isTemplated() && !decl.isTemplateInstantiation()) return false;
    const auto& sources = unit_.ast->getSourceManager();
    const clang::FileID file = sources.getFileID(sources.getFileLoc(decl.getLocation()));
    const auto [entry, is_new] = of_others_.try_emplace(file, false);
    if (is_new) entry->second = file != sources.getMainFileID() && !own_.contains(absolute_name(sources, file));
    return entry->second;
  }

  CallSite& add(const clang::Expr* expr, const clang::FunctionDecl* callee) {
    CallSite& site = current_->calls.emplace_back();
    site.expr = expr;
    site.callee = callee;
    site.in = current_;
    return site;
  }

  /// A local's destructor runs at the end of its scope; the call stands where the local is made.
  void add_destructor(const clang::VarDecl& variable) {
    const auto* record = variable.getType()->getAsCXXRecordDecl();
    if (!variable.hasLocalStorage() || variable.isNRVOVariable() || !variable.getInit() || !record || !record->hasDefinition()) return;
    const auto* destructor = record->getDestructor();
    if (destructor && !destructor->isImplicit() && !destructor->isDefaulted()) add(variable.getInit(), destructor);
  }

  bool suspend(const clang::Expr* expr) {
    if (current_) {
      current_->suspensions.push_back(expr);
      current_->coroutine = true;
    }
    return true;
  }

  bool discard(const clang::Stmt* statement) {
    if (const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(statement); expr && current_) {
      current_->discarded.push_back(expr);
    }
    return true;
  }

  Unit& unit_;
  const OwnCode& own_;
  std::map<clang::FileID, bool> of_others_;
  Function* current_ = nullptr;
  llvm::DenseSet<const clang::CXXRecordDecl*> initialised_;  ///< classes whose members' own initialisers were visited
};

}  // namespace

void collect_functions(Unit& unit, const OwnCode& own) { Collector(unit, own).TraverseDecl(unit.ast->getTranslationUnitDecl()); }

}  // namespace unblock::lint
