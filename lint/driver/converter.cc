#include "lint/driver/converter.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "lint/checks/list.h"
#include "lint/driver/commands.h"
#include "lint/driver/text_of.h"

namespace unblock::lint {

void Converter::add_fix(const clang::tidy::ClangTidyError& error, LintFinding& found) {
  for (const auto& [name, replacements] : error.Message.Fix) {
    for (const auto& part : replacements) {
      const std::string file = path_from(error.BuildDirectory, part.getFilePath().str()), text = part.getReplacementText().str();
      found.fix.push_back({file, part.getOffset(), part.getLength(), text});
      found.finding.fix.push_back({place(file, part.getOffset()), place(file, part.getOffset() + part.getLength()), text});
    }
  }
}

reports::Severity severity_of(const std::string& check, bool as_error) {
  if (as_error) return reports::Severity::error;
  for (const CheckEntry& entry : all_checks()) {
    if (check == entry.id) return entry.severity;
  }
  return reports::Severity::warning;
}

void set_message(const std::string& text, reports::Finding& finding) {
  const std::size_t mark = text.find(kInsteadMark);
  finding.message = text.substr(0, mark);
  if (mark != std::string::npos) finding.instead = text.substr(mark + std::string(kInsteadMark).size());
}

LintFinding Converter::finding(const clang::tidy::ClangTidyError& error) {
  LintFinding found;
  found.finding.check = error.DiagnosticName;
  found.finding.severity = severity_of(error.DiagnosticName, error.IsWarningAsError);
  found.finding.location = place(error.Message, error.BuildDirectory);
  set_message(error.Message.Message, found.finding);
  for (const auto& note : error.Notes) found.finding.chain.push_back({place(note, error.BuildDirectory), note.Message});
  add_fix(error, found);
  return found;
}

std::string Converter::complaint(const clang::tidy::ClangTidyError& error) {
  const reports::Location at = place(error.Message, error.BuildDirectory);
  return at.file.empty() ? error.Message.Message : fmt::format("{}:{}:{}: {}", at.file, at.line, at.column, error.Message.Message);
}

reports::Location Converter::place(const clang::tooling::DiagnosticMessage& message, const std::string& folder) {
  return message.FilePath.empty() ? reports::Location() : place(path_from(folder, message.FilePath), message.FileOffset);
}

/// clang-tidy counts bytes from the beginning of the file.
reports::Location Converter::place(const std::string& file, unsigned offset) {
  const std::string& text = text_of(file);
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(offset, text.size()));
  const auto line_start = std::find(std::make_reverse_iterator(end), text.rend(), '\n').base();
  return {file, static_cast<unsigned>(std::count(text.begin(), end, '\n')) + 1, static_cast<unsigned>(end - line_start) + 1};
}

const std::string& Converter::text_of(const std::string& file) {
  const auto [entry, is_new] = texts_.try_emplace(file);
  if (is_new) entry->second = lint::text_of(file).value_or("");
  return entry->second;
}

}  // namespace unblock::lint
