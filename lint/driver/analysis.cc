#include "lint/driver/analysis.h"

#include <clang/Basic/DiagnosticIDs.h>
#include <clang/Basic/DiagnosticOptions.h>
#include <clang/Tooling/Tooling.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "lint/driver/action.h"
#include "lint/driver/arguments.h"
#include "lint/driver/broken_functions.h"
#include "lint/driver/commands.h"
#include "lint/driver/compile_errors.h"
#include "lint/driver/converter.h"
#include "lint/driver/model_names.h"
#include "lint/driver/one_command.h"
#include "lint/driver/shown_files.h"
#include "lint/driver/tidy_options.h"
#include "lint/extract/own_code.h"
#include "lint/facts/format.h"

namespace unblock::lint {
namespace {

using Files = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;

IsForeign foreign_code(const std::string& file, const std::string& folder, const Options& options) {
  if (options.third_party) return [](const std::string&) { return false; };
  return [own = OwnCode(project_root(file)), folder](const std::string& path) { return !own.contains(path_from(folder, path)); };
}

/// One run of Clang over one command of a file.
class Analysis {
 public:
  Analysis(const std::string& file, const clang::tooling::CompileCommand& command, const Options& options)
      : file_(file), command_(command), options_(options), is_foreign_(foreign_code(file, command.Directory, options)), context_(make_options_provider(options)), consumer_(context_), errors_(command.Directory, consumer_) {
    auto diagnostic_options = std::make_unique<clang::DiagnosticOptions>();
    engine_ = std::make_unique<clang::DiagnosticsEngine>(clang::DiagnosticIDs::create(), *diagnostic_options, &consumer_, false);
    context_.setDiagnosticsEngine(std::move(diagnostic_options), engine_.get());
    context_.setCurrentBuildDirectory(command.Directory);
    result_.file = file;
  }

  FileResult run(Session& session, const Files& files) { return run(session, files, command_, hooks()); }

  /// The headers are a file of their own, and the file that follows is known only when they have been read.
  FileResult run_behind(const std::vector<std::string>& headers, Session& session, const Files& files, const std::function<const Source&()>& next) {
    std::string text;
    for (const std::string& header : headers) text += fmt::format("#include <{}>\n", header);
    text += fmt::format("#pragma {}\n", kNextFilePragma);
    clang::tooling::CompileCommand command = command_;
    const std::string beginning = path_from(command.Directory, "unblock-beginning" + std::filesystem::path(file_).extension().string());
    for (std::string& argument : command.CommandLine) {
      if (path_from(command.Directory, argument) == file_) argument = beginning;
    }
    ActionHooks with_next = hooks();
    with_next.next_file = [&]() -> std::string {
      if (errors_.count() != 0) return "";
      file_ = result_.file = next().file;
      if (filters_headers()) result_.unread = "to be read by itself";
      return result_.unread.empty() ? file_ : "";
    };
    file_ = beginning;
    result_.file.clear();
    return run(session, files, command, with_next, {beginning, text});
  }

 private:
  FileResult run(Session& session, const Files& files, const clang::tooling::CompileCommand& command, const ActionHooks& hooks,
                 const std::pair<std::string, std::string>& virtual_file = {}) {
    const OneCommand commands(command);
    clang::tooling::ClangTool tool(commands, {file_}, std::make_shared<clang::PCHContainerOperations>(), files);
    tool.setDiagnosticConsumer(&errors_);
    tool.setPrintErrorMessage(false);
    tool.appendArgumentsAdjuster(tolerate_foreign_flags());
    if (!virtual_file.first.empty()) tool.mapVirtualFile(virtual_file.first, virtual_file.second);
    const auto action = make_lint_action(context_, session, hooks);
    tool.run(action.get());
    add_findings(session);
    add_errors();
    return std::move(result_);
  }

  /// clang-tidy takes a file that is entered from another one for a header.
  bool filters_headers() const { return make_options_provider(options_)->getOptions(file_).HeaderFilterRegex != std::string(".*"); }

  ActionHooks hooks() {
    ActionHooks hooks;
    hooks.is_foreign = is_foreign_;
    hooks.on_facts = [this](const Extraction& extraction, std::vector<facts::CheckOption> checks) { add_facts(extraction, std::move(checks)); };
    hooks.on_broken_model = [this](const std::string& complaint) { result_.unread = complaint; };
    hooks.before_checks = [this](clang::ASTContext& ast) {
      parsed_ = true;
      if (errors_.count() != 0) result_.left_out = leave_out_broken_functions(ast, errors_.places());
    };
    if (options_.verify_models) {
      hooks.after_checks = [this](const clang::ASTContext& ast) {
        for (const auto& [model, name] : named_functions(options_, std::filesystem::path(file_).parent_path().string())) {
          if (is_declared(ast, name)) result_.declared.push_back(name);
        }
      };
    }
    return hooks;
  }

  void add_facts(const Extraction& extraction, std::vector<facts::CheckOption> checks) {
    facts::Unit unit = extraction.facts;
    unit.checks = std::move(checks);
    unit.incomplete = errors_.count() != 0;
    unit.reported_files = shown_files(extraction, engine_->getSourceManager(), context_.getOptions(), options_.header_filter.empty() ? is_foreign_ : nullptr);
    result_.facts.push_back(facts::to_text({{}, std::move(unit)}, project_root(file_)));
  }

  void add_findings(const Session& session) {
    Converter converter;
    for (const auto& error : consumer_.take()) {
      const std::string where = error.Message.FilePath.empty() ? file_ : path_from(error.BuildDirectory, error.Message.FilePath);
      const bool ours = error.DiagnosticName.starts_with("async-");
      if (ours && where != file_ && options_.header_filter.empty() && is_foreign_(where)) continue;
      if (error.DiagLevel == clang::tooling::Diagnostic::Error) {  // no finding: a model that is broken
        result_.unread = converter.complaint(error);
      } else {
        result_.findings.push_back(converter.finding(error));
        result_.findings.back().excuses = session.excuses_of(error.DiagnosticName, error.Message.Message, error.Message.FileOffset);
      }
    }
  }

  void add_errors() {
    result_.errors = errors_.first();
    result_.error_count = errors_.count();
    for (LintFinding& found : result_.findings) {
      found.finding.incomplete = errors_.count() != 0;
      if (found.finding.incomplete) found.fix.clear();  // nobody rewrites what was not understood
    }
    if (!parsed_ && result_.unread.empty()) result_.unread = errors_.first().empty() ? "Clang could not read it" : errors_.first().front();
  }

  std::string file_;
  const clang::tooling::CompileCommand& command_;
  const Options& options_;
  IsForeign is_foreign_;
  clang::tidy::ClangTidyContext context_;
  clang::tidy::ClangTidyDiagnosticConsumer consumer_;
  CompileErrors errors_;
  std::unique_ptr<clang::DiagnosticsEngine> engine_;
  FileResult result_;
  bool parsed_ = false;
};

FileResult unread(const std::string& file, std::string why) {
  FileResult result;
  result.file = file;
  result.unread = std::move(why);
  return result;
}

FileResult analyse(const std::string& file, const clang::tooling::CompileCommand& command, const Options& options, Session& session,
                   const Files& files) {
  if (command.CommandLine.empty()) return unread(file, "its compile command is empty");
  const auto folder = files->status(command.Directory);
  if (!folder || !folder->isDirectory()) {
    return unread(file, fmt::format("the folder of its compile command, '{}', does not exist: configure the build again", command.Directory));
  }
  const auto flags = std::find_if(command.CommandLine.begin() + 1, command.CommandLine.end(), [&](const std::string& argument) {
    if (!argument.starts_with('@') || argument.ends_with(".modmap")) return false;
    const auto named = files->status(path_from(command.Directory, argument.substr(1)));
    return !named || !named->isRegularFile();
  });
  if (flags != command.CommandLine.end()) return unread(file, fmt::format("the file of flags '{}' of its compile command cannot be read: build again", flags->substr(1)));
  return Analysis(file, command, options).run(session, files);
}

}  // namespace

void add_result(FileResult& all, FileResult more) {
  for (LintFinding& found : more.findings) {
    const auto same = std::find_if(all.findings.begin(), all.findings.end(), [&](const LintFinding& other) { return same_finding(other, found); });
    if (same == all.findings.end()) {
      all.findings.push_back(std::move(found));
    } else {
      if (!found.finding.incomplete) same->finding.incomplete = false;
      if (found.excuses.empty()) same->excuses.clear();
    }
  }
  for (std::string& facts : more.facts) {
    if (std::find(all.facts.begin(), all.facts.end(), facts) == all.facts.end()) all.facts.push_back(std::move(facts));
  }
  all.declared.insert(all.declared.end(), more.declared.begin(), more.declared.end());
  if (all.error_count == 0) all.errors = std::move(more.errors);
  all.error_count = std::max(all.error_count, more.error_count);
  all.left_out = std::max(all.left_out, more.left_out);
  if (all.unread.empty()) all.unread = std::move(more.unread);
}

FileResult analyse_source(const Source& source, const Options& options, Session& session, const Files& files) {
  if (source.commands.empty()) return unread(source.file, "no compile command for this file");
  FileResult result = analyse(source.file, source.commands.front(), options, session, files);
  for (std::size_t i = 1; i < source.commands.size(); ++i) {
    add_result(result, analyse(source.file, source.commands[i], options, session, files));
  }
  return result;
}

FileResult analyse_behind(const std::vector<std::string>& headers, const Source& like, const Options& options, Session& session,
                          const Files& files, const std::function<const Source&()>& next) {
  const Source* source = nullptr;
  const auto remember = [&]() -> const Source& { return *(source = &next()); };
  FileResult result = Analysis(like.file, like.commands.front(), options).run_behind(headers, session, files, remember);
  if (source != nullptr && (result.error_count != 0 || !result.unread.empty())) return analyse_source(*source, options, session, files);
  return result;
}

}  // namespace unblock::lint
