#include "lint/extract/ast_walk.h"

#include <clang/AST/RecursiveASTVisitor.h>

namespace unblock::lint {
namespace {

class Visitor : public clang::RecursiveASTVisitor<Visitor> {
 public:
  explicit Visitor(AstWalk& walk) : walk_(walk) {}

  bool VisitStmt(clang::Stmt* node) { return walk_.VisitStmt(node); }
  bool VisitExpr(clang::Expr* node) { return walk_.VisitExpr(node); }
  bool VisitCallExpr(clang::CallExpr* node) { return walk_.VisitCallExpr(node); }
  bool VisitBinaryOperator(clang::BinaryOperator* node) { return walk_.VisitBinaryOperator(node); }
  bool VisitDeclRefExpr(clang::DeclRefExpr* node) { return walk_.VisitDeclRefExpr(node); }
  bool VisitIntegerLiteral(clang::IntegerLiteral* node) { return walk_.VisitIntegerLiteral(node); }
  bool VisitMemberExpr(clang::MemberExpr* node) { return walk_.VisitMemberExpr(node); }
  bool VisitUnresolvedLookupExpr(clang::UnresolvedLookupExpr* node) { return walk_.VisitUnresolvedLookupExpr(node); }
  bool VisitCompoundStmt(clang::CompoundStmt* node) { return walk_.VisitCompoundStmt(node); }
  bool VisitDoStmt(clang::DoStmt* node) { return walk_.VisitDoStmt(node); }
  bool VisitForStmt(clang::ForStmt* node) { return walk_.VisitForStmt(node); }
  bool VisitWhileStmt(clang::WhileStmt* node) { return walk_.VisitWhileStmt(node); }
  bool VisitVarDecl(clang::VarDecl* node) { return walk_.VisitVarDecl(node); }
  bool VisitTemplateSpecializationTypeLoc(clang::TemplateSpecializationTypeLoc type) {
    return walk_.VisitTemplateSpecializationTypeLoc(type);
  }
  bool VisitTemplateTypeParmTypeLoc(clang::TemplateTypeParmTypeLoc type) { return walk_.VisitTemplateTypeParmTypeLoc(type); }

 private:
  AstWalk& walk_;
};

}  // namespace

bool AstWalk::TraverseStmt(const clang::Stmt* statement) { return Visitor(*this).TraverseStmt(const_cast<clang::Stmt*>(statement)); }
bool AstWalk::TraverseDecl(const clang::Decl* decl) { return Visitor(*this).TraverseDecl(const_cast<clang::Decl*>(decl)); }
bool AstWalk::TraverseTypeLoc(clang::TypeLoc type) { return Visitor(*this).TraverseTypeLoc(type); }

}  // namespace unblock::lint
