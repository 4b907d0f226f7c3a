#include "lint/driver/broken_functions.h"

#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <set>

namespace unblock::lint {
namespace {

/// Whether something below a statement could not be understood. Lambdas inside count.
class ErrorSearch : public clang::RecursiveASTVisitor<ErrorSearch> {
 public:
  bool shouldVisitImplicitCode() const { return true; }
  bool VisitExpr(clang::Expr* expression) { return keep_looking(expression->containsErrors()); }
  bool VisitDecl(clang::Decl* decl) { return keep_looking(decl->isInvalidDecl()); }
  bool found() const { return found_; }

 private:
  bool keep_looking(bool is_error) {
    found_ = found_ || is_error;
    return !found_;
  }

  bool found_ = false;
};

class BodyCollector : public clang::RecursiveASTVisitor<BodyCollector> {
 public:
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool VisitFunctionDecl(clang::FunctionDecl* function) {
    if (function->doesThisDeclarationHaveABody() && !function->hasSkippedBody()) functions.push_back(function);
    return true;
  }

  std::vector<clang::FunctionDecl*> functions;
};

/// A statement that cannot be understood may vanish without a trace, so the places of the errors count too.
class ErrorPlaces {
 public:
  ErrorPlaces(const clang::SourceManager& sources, const std::vector<clang::SourceLocation>& errors) : sources_(sources) {
    for (const clang::SourceLocation error : errors) places_.insert(sources.getDecomposedExpansionLoc(error));
  }

  bool any_in(clang::SourceRange range) const {
    if (range.isInvalid()) return false;
    const auto first = sources_.getDecomposedExpansionLoc(range.getBegin());
    const auto last = sources_.getDecomposedLoc(sources_.getExpansionRange(range.getEnd()).getEnd());
    const auto found = places_.lower_bound(first);
    return found != places_.end() && *found <= last;
  }

 private:
  const clang::SourceManager& sources_;
  std::set<std::pair<clang::FileID, unsigned>> places_;
};

bool has_error_inside(clang::FunctionDecl& function) {
  ErrorSearch search;
  search.TraverseStmt(function.getBody());
  return search.found();
}

}  // namespace

unsigned leave_out_broken_functions(clang::ASTContext& ast, const std::vector<clang::SourceLocation>& errors) {
  const ErrorPlaces places(ast.getSourceManager(), errors);
  BodyCollector collector;
  collector.TraverseAST(ast);
  std::vector<clang::FunctionDecl*> broken;
  std::copy_if(collector.functions.begin(), collector.functions.end(), std::back_inserter(broken), [&](clang::FunctionDecl* function) {
    return function->isInvalidDecl() || places.any_in(function->getSourceRange()) || has_error_inside(*function);
  });
  std::set<unsigned> seen;  // an instance of a template is no function of its own
  for (clang::FunctionDecl* function : broken) {
    function->setBody(nullptr);
    function->setHasSkippedBody(true);
    seen.insert(function->getLocation().getRawEncoding());
  }
  return static_cast<unsigned>(seen.size());
}

}  // namespace unblock::lint
