// A walk over a piece of the AST for small questions. Clang's visitor template costs 20 s of compile time wherever it is used, so
// it is instantiated here once; its own dynamic one is no way out, since a clang-tidy of another release could not load us.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>
#include <clang/AST/TypeLoc.h>

namespace unblock::lint {

/// Override what you look for; false ends the walk. To ask for another kind of node, add it here and in ast_walk.cc.
class AstWalk {
 public:
  virtual ~AstWalk() = default;

  /// False when a visit ended it.
  bool TraverseStmt(const clang::Stmt* statement);
  bool TraverseDecl(const clang::Decl* decl);
  bool TraverseTypeLoc(clang::TypeLoc type);

  virtual bool VisitStmt(clang::Stmt*) { return true; }
  virtual bool VisitExpr(clang::Expr*) { return true; }
  virtual bool VisitCallExpr(clang::CallExpr*) { return true; }
  virtual bool VisitBinaryOperator(clang::BinaryOperator*) { return true; }
  virtual bool VisitDeclRefExpr(clang::DeclRefExpr*) { return true; }
  virtual bool VisitIntegerLiteral(clang::IntegerLiteral*) { return true; }
  virtual bool VisitMemberExpr(clang::MemberExpr*) { return true; }
  virtual bool VisitUnresolvedLookupExpr(clang::UnresolvedLookupExpr*) { return true; }
  virtual bool VisitCompoundStmt(clang::CompoundStmt*) { return true; }
  virtual bool VisitDoStmt(clang::DoStmt*) { return true; }
  virtual bool VisitForStmt(clang::ForStmt*) { return true; }
  virtual bool VisitWhileStmt(clang::WhileStmt*) { return true; }
  virtual bool VisitVarDecl(clang::VarDecl*) { return true; }
  virtual bool VisitTemplateSpecializationTypeLoc(clang::TemplateSpecializationTypeLoc) { return true; }
  virtual bool VisitTemplateTypeParmTypeLoc(clang::TemplateTypeParmTypeLoc) { return true; }
};

}  // namespace unblock::lint
