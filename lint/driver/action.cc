#include "lint/driver/action.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Lex/Pragma.h>
#include <clang/Lex/Preprocessor.h>

#include "lint/checks/list.h"

namespace unblock::lint {
namespace {

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(clang::CompilerInstance& compiler, std::vector<std::unique_ptr<Check>> checks, const ActionHooks& hooks)
      : compiler_(compiler), checks_(std::move(checks)), hooks_(hooks) {}

  void HandleTranslationUnit(clang::ASTContext& ast) override {
    if (compiler_.getDiagnostics().hasUncompilableErrorOccurred()) return;
    for (const auto& check : checks_) check->run_on(ast);
    if (hooks_.on_unit) hooks_.on_unit(ast);
  }

  bool shouldSkipFunctionBody(clang::Decl* decl) override {
    const auto& sources = compiler_.getSourceManager();
    const clang::SourceLocation location = sources.getExpansionLoc(decl->getLocation());
    if (location.isInvalid() || is_coroutine_machinery(decl)) return false;
    if (sources.isInSystemHeader(location)) return true;
    const clang::FileID file = sources.getFileID(location);
    if (file == sources.getMainFileID()) return false;
    if (file != last_file_) {
      last_file_ = file;
      const auto entry = sources.getFileEntryRefForID(file);
      last_foreign_ = entry && hooks_.is_foreign(entry->getName().str());
    }
    return last_foreign_;
  }

 private:
  /// Their bodies say whether a task starts by itself.
  static bool is_coroutine_machinery(const clang::Decl* decl) {
    const auto* named = llvm::dyn_cast<clang::NamedDecl>(decl);
    if (!named || !named->getIdentifier()) return false;
    const llvm::StringRef name = named->getName();
    return name == "initial_suspend" || name == "final_suspend" || name == "await_ready" || name == "await_suspend" ||
           name == "await_transform";
  }

  clang::CompilerInstance& compiler_;
  std::vector<std::unique_ptr<Check>> checks_;
  const ActionHooks& hooks_;
  clang::FileID last_file_;
  bool last_foreign_ = false;
};

class Action : public clang::ASTFrontendAction {
 public:
  Action(clang::tidy::ClangTidyContext& context, Session& session, const ActionHooks& hooks)
      : context_(context), session_(session), hooks_(hooks) {}

  bool BeginInvocation(clang::CompilerInstance& compiler) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    compiler.getFrontendOpts().DisableFree = true;
    compiler.getLangOpts().CommentOpts = {};
    return true;
  }

  /// All warnings are off, so pragmas about them only slow down every question whether a diagnostic is wanted.
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    for (const char* space : {"GCC", "clang"}) {
      clang::EmptyPragmaHandler handler("diagnostic");
      compiler.getPreprocessor().RemovePragmaHandler(space, &handler);
    }
    return true;
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef file) override {
    context_.setSourceManager(&compiler.getSourceManager());
    context_.setCurrentFile(file);
    context_.setASTContext(&compiler.getASTContext());
    std::vector<std::unique_ptr<Check>> checks;
    for (const CheckEntry& entry : all_checks()) {
      if (context_.isCheckEnabled(entry.id)) checks.push_back(entry.make(entry.id, &context_, session_));
    }
    return std::make_unique<Consumer>(compiler, std::move(checks), hooks_);
  }

 private:
  clang::tidy::ClangTidyContext& context_;
  Session& session_;
  const ActionHooks& hooks_;
};

class Factory : public clang::tooling::FrontendActionFactory {
 public:
  Factory(clang::tidy::ClangTidyContext& context, Session& session, ActionHooks hooks)
      : context_(context), session_(session), hooks_(std::move(hooks)) {}

  std::unique_ptr<clang::FrontendAction> create() override { return std::make_unique<Action>(context_, session_, hooks_); }

 private:
  clang::tidy::ClangTidyContext& context_;
  Session& session_;
  ActionHooks hooks_;
};

}  // namespace

std::unique_ptr<clang::tooling::FrontendActionFactory> make_lint_action(clang::tidy::ClangTidyContext& context, Session& session,
                                                                        ActionHooks hooks) {
  return std::make_unique<Factory>(context, session, std::move(hooks));
}

}  // namespace unblock::lint
