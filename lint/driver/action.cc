#include "lint/driver/action.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Lex/Pragma.h>
#include <clang/Lex/Preprocessor.h>

#include "lint/checks/analysis.h"
#include "lint/checks/blocking_report.h"
#include "lint/checks/list.h"
#include "lint/checks/skipped_parts.h"
#include "lint/extract/places.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

/// Goes on with another file, as if it were the one that was asked for.
class NextFilePragma : public clang::PragmaHandler {
 public:
  NextFilePragma(clang::tidy::ClangTidyContext& context, const ActionHooks& hooks)
      : PragmaHandler(kNextFilePragma), context_(context), hooks_(hooks) {}

  void HandlePragma(clang::Preprocessor& preprocessor, clang::PragmaIntroducer introducer, clang::Token&) override {
    preprocessor.DiscardUntilEndOfDirective();
    const std::string path = hooks_.next_file();
    if (path.empty()) return;
    auto& sources = preprocessor.getSourceManager();
    auto entry = preprocessor.getFileManager().getFileRef(path, true);
    if (!entry) {
      llvm::consumeError(entry.takeError());
      return;
    }
    const clang::FileID file = sources.createFileID(*entry, introducer.Loc, clang::SrcMgr::C_User);
    preprocessor.markIncluded(*entry);  // as of every file that includes others, Clang asks what it knows about this one
    if (preprocessor.EnterSourceFile(file, nullptr, introducer.Loc)) return;
    sources.setMainFileID(file);
    context_.setCurrentFile(path);
  }

 private:
  clang::tidy::ClangTidyContext& context_;
  const ActionHooks& hooks_;
};

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(clang::CompilerInstance& compiler, clang::tidy::ClangTidyContext& context, Session& session, const ActionHooks& hooks)
      : compiler_(compiler), context_(context), session_(session), hooks_(hooks) {}

  /// Which checks run is known only here, since another file may have taken the place of the first.
  void HandleTranslationUnit(clang::ASTContext& ast) override {
    if (hooks_.before_checks) hooks_.before_checks(ast);
    std::vector<std::unique_ptr<Check>> checks;
    std::vector<facts::CheckOption> options;
    for (const CheckEntry& entry : all_checks()) {
      if (!context_.isCheckEnabled(entry.id)) continue;
      auto check = entry.make(entry.id, &context_, session_);
      options.push_back({entry.id, context_.treatAsError(entry.id), tiers_of(*check)});
      if (!entry.wanted && !entry.about_comments) checks.push_back(std::move(check));
    }
    for (const auto& check : checks) check->run_on(ast);
    give_facts(ast, std::move(options));
    if (hooks_.after_checks) hooks_.after_checks(ast);
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
    return last_foreign_ && decl->isTemplated();
  }

 private:
  static std::vector<std::string> tiers_of(const Check& check) {
    for (const auto& [name, value] : check.options()) {
      if (name == "Tiers") return split_tiers(value);
    }
    return {};
  }

  void give_facts(clang::ASTContext& ast, std::vector<facts::CheckOption> checks) {
    try {
      hooks_.on_facts(session_.analysis(ast).extraction, std::move(checks));
    } catch (const reports::InputError& error) {
      hooks_.on_broken_model(error.what());
    }
  }

  /// Their bodies say whether a task starts by itself.
  static bool is_coroutine_machinery(const clang::Decl* decl) {
    const auto* named = llvm::dyn_cast<clang::NamedDecl>(decl);
    if (!named || !named->getIdentifier()) return false;
    const llvm::StringRef name = named->getName();
    return name == "initial_suspend" || name == "final_suspend" || name == "await_ready" || name == "await_suspend" ||
           name == "await_transform";
  }

  clang::CompilerInstance& compiler_;
  clang::tidy::ClangTidyContext& context_;
  Session& session_;
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

  /// All warnings are off, so pragmas about them only slow down every question whether a diagnostic is wanted. A header that is
  /// not there must not end the reading.
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    compiler.getDiagnostics().setFatalsAsError(true);
    for (const char* space : {"GCC", "clang"}) {
      clang::EmptyPragmaHandler handler("diagnostic");
      compiler.getPreprocessor().RemovePragmaHandler(space, &handler);
    }
    session_.begin_file();
    compiler.getPreprocessor().addPPCallbacks(std::make_unique<SkippedParts>(session_));
    if (hooks_.next_file) {
      auto handler = std::make_unique<NextFilePragma>(context_, hooks_);  // the preprocessor owns it
      compiler.getPreprocessor().AddPragmaHandler(handler.release());
    }
    return true;
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef file) override {
    context_.setSourceManager(&compiler.getSourceManager());
    // By its place, for `.clang-tidy` is looked for from there. A relative name would be taken for one below this process' own folder.
    const clang::SourceManager& sources = compiler.getSourceManager();
    const std::string path = absolute_name(sources, sources.getMainFileID());
    context_.setCurrentFile(path.empty() ? file : llvm::StringRef(path));
    context_.setASTContext(&compiler.getASTContext());
    return std::make_unique<Consumer>(compiler, context_, session_, hooks_);
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
