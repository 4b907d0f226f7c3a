#include "lint/lsp/convert.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/ConvertUTF.h>

#include <cctype>
#include <filesystem>

namespace unblock::lint::lsp {
namespace {

/// UTF-16 units of some UTF-8; a byte that is no UTF-8 counts as one.
int units_of(llvm::StringRef text) {
  llvm::SmallVector<llvm::UTF16> wide;
  return llvm::convertUTF8ToUTF16String(text, wide) ? static_cast<int>(wide.size()) : static_cast<int>(text.size());
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

int severity_of(reports::Severity severity) {
  switch (severity) {
    case reports::Severity::error: return 1;
    case reports::Severity::warning: return 2;
    case reports::Severity::note: return 3;
  }
  return 2;
}

llvm::json::Value place(const reports::Location& at, const std::string& folder) {
  auto uri = llvm::lsp::URIForFile::fromFile(absolute(at.file, folder));
  if (!uri) {
    llvm::consumeError(uri.takeError());
    return nullptr;
  }
  // The other file is not read for this: its columns stay bytes, which differ only behind characters beyond ASCII.
  const llvm::lsp::Position start(static_cast<int>(at.line) - 1, static_cast<int>(at.column ? at.column - 1 : 0));
  return llvm::json::Object{{"uri", uri->uri().str()}, {"range", toJSON(llvm::lsp::Range(start))}};
}

}  // namespace

std::string absolute(const std::string& path, const std::string& folder) {
  const std::filesystem::path given(path);
  return (given.is_absolute() ? given : std::filesystem::path(folder) / given).lexically_normal().string();
}

Lines::Lines(const std::string& text) {
  llvm::StringRef rest(text);
  while (!rest.empty()) {
    const auto [line, others] = rest.split('\n');
    lines_.push_back(line.rtrim('\r').str());
    rest = others;
  }
}

std::string Lines::text(unsigned line) const { return line >= 1 && line <= lines_.size() ? lines_[line - 1] : std::string(); }

llvm::lsp::Position Lines::position(unsigned line, unsigned column) const {
  const std::string at = text(line);
  const std::size_t bytes = std::min<std::size_t>(column ? column - 1 : 0, at.size());
  return {line ? static_cast<int>(line) - 1 : 0, units_of(llvm::StringRef(at).take_front(bytes))};
}

llvm::lsp::Range Lines::word_at(unsigned line, unsigned column) const {
  const std::string at = text(line);
  std::size_t end = column ? column - 1 : 0;
  while (end < at.size() && is_word(at[end])) ++end;
  return {position(line, column), position(line, static_cast<unsigned>(std::max<std::size_t>(end, column ? column : 1)) + 1)};
}

llvm::json::Value diagnostic(const reports::Finding& finding, const Lines& lines, const std::string& folder) {
  const std::string message = finding.instead.empty() ? finding.message : fmt::format("{}\ninstead: {}", finding.message, finding.instead);
  llvm::json::Object value{{"range", toJSON(lines.word_at(finding.location.line, finding.location.column))},
                           {"severity", severity_of(finding.severity)},
                           {"source", "unblock"},
                           {"code", finding.check},
                           {"message", message}};
  llvm::json::Array related;
  for (const reports::Step& step : finding.chain) {
    llvm::json::Value at = place(step.location, folder);
    if (at.getAsObject()) related.push_back(llvm::json::Object{{"location", std::move(at)}, {"message", step.message}});
  }
  if (!related.empty()) value["relatedInformation"] = std::move(related);
  return value;
}

std::optional<llvm::lsp::CodeAction> mend(const reports::Finding& finding, const Lines& lines, const std::string& uri) {
  if (finding.fix.empty()) return std::nullopt;
  llvm::lsp::CodeAction action;
  action.title = finding.fix.size() == 1 && finding.fix[0].begin == finding.fix[0].end
                     ? fmt::format("Insert '{}'", llvm::StringRef(finding.fix[0].text).trim().str())
                     : fmt::format("Mend {}", finding.check);
  action.kind = llvm::lsp::CodeAction::kQuickFix.str();
  action.isPreferred = true;
  action.edit.emplace();
  for (const reports::Edit& edit : finding.fix) {
    if (edit.begin.file != finding.location.file) return std::nullopt;
    const llvm::lsp::Range range(lines.position(edit.begin.line, edit.begin.column), lines.position(edit.end.line, edit.end.column));
    action.edit->changes[uri].push_back({range, edit.text});
  }
  return action;
}

llvm::lsp::CodeAction disable_here(const reports::Finding& finding, const Lines& lines, const std::string& uri) {
  const std::string line = lines.text(finding.location.line);
  const auto end = lines.position(finding.location.line, static_cast<unsigned>(line.size()) + 1);
  llvm::lsp::CodeAction action;
  action.title = fmt::format("Disable {} on this line", finding.check);
  action.kind = llvm::lsp::CodeAction::kQuickFix.str();
  action.edit.emplace();
  action.edit->changes[uri].push_back({llvm::lsp::Range(end), fmt::format("  // NOLINT({})", finding.check)});
  return action;
}

}  // namespace unblock::lint::lsp
