#include "lint/driver/analysis.h"

#include <clang/Basic/DiagnosticIDs.h>
#include <clang/Basic/DiagnosticOptions.h>
#include <clang/Tooling/Tooling.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "lint/checks/list.h"
#include "lint/driver/action.h"
#include "lint/driver/arguments.h"
#include "lint/driver/file_choice.h"
#include "lint/driver/model_names.h"
#include "lint/driver/tidy_options.h"

namespace unblock::lint {
namespace {

/// Turns byte offsets into lines and columns, reading each file once.
class Places {
 public:
  reports::Location find(const std::string& file, unsigned offset) {
    const std::string& text = read(file);
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(offset, text.size()));
    const auto line_start = std::find(std::make_reverse_iterator(end), text.rend(), '\n').base();
    return {file, static_cast<unsigned>(std::count(text.begin(), end, '\n')) + 1, static_cast<unsigned>(end - line_start) + 1};
  }

 private:
  const std::string& read(const std::string& file) {
    const auto [entry, is_new] = texts_.try_emplace(file);
    if (is_new) {
      std::ifstream stream(file, std::ios::binary);
      entry->second.assign(std::istreambuf_iterator<char>(stream), {});
    }
    return entry->second;
  }

  std::map<std::string, std::string> texts_;
};

std::string absolute(const std::string& path, const std::string& folder) {
  const std::filesystem::path given(path);
  return (given.is_absolute() ? given : std::filesystem::path(folder) / given).lexically_normal().string();
}

class Converter {
 public:
  explicit Converter(FileResult& result) : result_(result) {}

  void add(const clang::tidy::ClangTidyError& error) {
    const reports::Location at = place(error.Message, error.BuildDirectory);
    if (error.DiagnosticName == "clang-diagnostic-error" || error.DiagLevel == clang::tooling::Diagnostic::Error) {
      const std::string where = at.file.empty() ? "" : fmt::format("{}:{}:{}: ", at.file, at.line, at.column);
      result_.errors.push_back(where + error.Message.Message);
      return;
    }
    LintFinding& found = result_.findings.emplace_back();
    found.finding.check = error.DiagnosticName;
    found.finding.severity = severity(error);
    found.finding.location = at;
    split(error.Message.Message, found.finding);
    for (const auto& note : error.Notes) found.finding.chain.push_back({place(note, error.BuildDirectory), note.Message});
    add_fix(error, found);
  }

 private:
  reports::Location place(const clang::tooling::DiagnosticMessage& message, const std::string& folder) {
    if (message.FilePath.empty()) return {};
    return places_.find(absolute(message.FilePath, folder), message.FileOffset);
  }

  static reports::Severity severity(const clang::tidy::ClangTidyError& error) {
    if (error.IsWarningAsError) return reports::Severity::error;
    for (const CheckEntry& entry : all_checks()) {
      if (error.DiagnosticName == entry.id) return entry.severity;
    }
    return reports::Severity::warning;
  }

  static void split(const std::string& text, reports::Finding& finding) {
    const std::size_t mark = text.find(kInsteadMark);
    finding.message = text.substr(0, mark);
    if (mark != std::string::npos) finding.instead = text.substr(mark + std::string(kInsteadMark).size());
  }

  static void add_fix(const clang::tidy::ClangTidyError& error, LintFinding& found) {
    for (const auto& [file, replacements] : error.Message.Fix) {
      for (const auto& part : replacements) {
        found.fix.push_back({absolute(part.getFilePath().str(), error.BuildDirectory), part.getOffset(), part.getLength(),
                             part.getReplacementText().str()});
      }
    }
  }

  FileResult& result_;
  Places places_;
};

IsForeign foreign_code(const std::string& file, const Options& options) {
  if (options.third_party) return [](const std::string&) { return false; };
  return [root = project_root(file)](const std::string& path) {
    const std::string full = std::filesystem::absolute(path).lexically_normal().string();
    if (root == "/") return in_third_party_folder(full);
    return !full.starts_with(root + "/") || in_third_party_folder(full.substr(root.size()));
  };
}

}  // namespace

FileResult analyse_file(const std::string& file, const Options& options, const Database& database, Session& session) {
  FileResult result;
  result.file = file;
  const IsForeign is_foreign = foreign_code(file, options);
  clang::tidy::ClangTidyContext context(make_options_provider(options));
  clang::tidy::ClangTidyDiagnosticConsumer consumer(context);
  auto diagnostic_options = std::make_unique<clang::DiagnosticOptions>();
  clang::DiagnosticsEngine engine(clang::DiagnosticIDs::create(), *diagnostic_options, &consumer, false);
  context.setDiagnosticsEngine(std::move(diagnostic_options), &engine);

  clang::tooling::ClangTool tool(*database.commands, {file});
  tool.setDiagnosticConsumer(&consumer);
  tool.setPrintErrorMessage(false);
  tool.appendArgumentsAdjuster(tolerate_foreign_flags());
  ActionHooks hooks{is_foreign, {}};
  if (options.verify_models) {
    hooks.on_unit = [&](const clang::ASTContext& ast) {
      for (const auto& [model, name] : named_functions(options, std::filesystem::path(file).parent_path().string())) {
        if (is_declared(ast, name)) result.declared.push_back(name);
      }
    };
  }
  const auto action = make_lint_action(context, session, hooks);
  const int status = tool.run(action.get());

  Converter converter(result);
  for (const auto& error : consumer.take()) {
    const std::string where = error.Message.FilePath.empty() ? file : absolute(error.Message.FilePath, error.BuildDirectory);
    const bool ours = error.DiagnosticName.starts_with("async-");
    if (ours && where != file && options.header_filter.empty() && is_foreign(where)) continue;
    converter.add(error);
  }
  if (status != 0 && result.errors.empty()) {
    result.errors.push_back(status == 2 ? "no compile command for this file" : "Clang could not read it");
  }
  return result;
}

}  // namespace unblock::lint
