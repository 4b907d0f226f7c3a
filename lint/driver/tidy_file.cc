#include "lint/driver/tidy_file.h"

#include <fmt/format.h>
#include <llvm/Support/Regex.h>
#include <llvm/Support/SourceMgr.h>

#include <algorithm>
#include <string_view>

#include "reports/text/clean.h"

namespace unblock::lint {
namespace {

using clang::tidy::ClangTidyOptions;

struct Complaint {
  int line = 0;  ///< from 1
  int column = 0;  ///< from 0
  std::string text;
};

std::optional<ClangTidyOptions> parse(const std::string& text, llvm::StringRef name, std::optional<Complaint>& first) {
  first.reset();
  const auto note = [&](const llvm::SMDiagnostic& found) {
    if (!first) first = Complaint{found.getLineNo(), found.getColumnNo(), found.getMessage().str()};
  };
  const auto parsed = clang::tidy::parseConfigurationWithDiags(llvm::MemoryBufferRef(text, name), note);
  if (parsed) return *parsed;
  return std::nullopt;
}

std::size_t start_of_line(const std::string& text, int line) {
  std::size_t at = 0;
  for (int i = 1; i < line && at != std::string::npos; ++i) {
    at = text.find('\n', at);
    if (at != std::string::npos) ++at;
  }
  return std::min(at, text.size());
}

/// Puts blanks over a key and everything that belongs to it; lines keep their numbers. False where it is not the first of its line.
bool blank_out_key(std::string& text, const Complaint& at) {
  std::size_t begin = start_of_line(text, at.line);
  const std::size_t indent = text.find_first_not_of(' ', begin) - begin;
  if (indent != static_cast<std::size_t>(at.column)) return false;
  for (bool first = true; begin < text.size(); first = false) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t word = text.find_first_not_of(' ', begin);
    const bool blank = word == std::string::npos || word >= end;
    const bool deeper = !blank && (word - begin > indent || (word - begin == indent && text.compare(word, 2, "- ") == 0));
    if (!first && !blank && !deeper) return true;
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    begin = end + 1;
  }
  return true;
}

/// Why the text is not even tried: LLVM's reader of YAML calls itself for every level.
std::string too_much(std::string_view text) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 20, kMostLevels = 64;
  if (text.size() > kMostBytes) return "larger than 1 MiB";
  std::size_t brackets = 0, line = 1;
  std::vector<std::size_t> indents;
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t word = std::min(text.find_first_not_of(" -?:", at), end);
    while (!indents.empty() && indents.back() >= word - at) indents.pop_back();
    if (word < end) indents.push_back(word - at);
    // A list in a list may stand on one line: each mark is a level.
    const auto marks = static_cast<std::size_t>(std::count_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(word),
                                                              [](char c) { return c != ' '; }));
    for (const char c : text.substr(at, end - at)) {
      if (c == '[' || c == '{') ++brackets;
      if ((c == ']' || c == '}') && brackets > 0) --brackets;
      if (brackets > kMostLevels) return std::to_string(line) + ": nested too deep";
    }
    if (indents.size() + marks > kMostLevels) return std::to_string(line) + ": nested too deep";
    at = end + 1;
  }
  return "";
}

void leave_out_bad_regex(std::optional<std::string>& regex, const char* key, TidyFile& file) {
  std::string why;
  if (!regex || regex->empty() || llvm::Regex(*regex).isValid(why)) return;
  file.ignored.push_back(fmt::format(" {} is no POSIX regular expression: '{}': {}", key, reports::text::shortened(*regex, 200), why));
  regex.reset();
}

}  // namespace

TidyFile read_tidy_file(llvm::MemoryBufferRef buffer) {
  constexpr int kMostKeys = 100;
  TidyFile file;
  std::string text = buffer.getBuffer().str();
  if (file.complaint = too_much(text); !file.complaint.empty()) return file;
  std::optional<Complaint> first;
  for (int i = 0; i < kMostKeys && !file.options; ++i) {
    file.options = parse(text, buffer.getBufferIdentifier(), first);
    if (file.options) break;
    const bool unknown_key = first && first->text.starts_with("unknown key");
    if (!unknown_key || !blank_out_key(text, *first)) break;
    file.ignored.push_back(fmt::format("{}: {}", first->line, first->text));
  }
  if (!file.options) {
    file.complaint = first ? fmt::format("{}: {}", first->line, first->text) : "not a clang-tidy configuration";
    return file;
  }
  leave_out_bad_regex(file.options->HeaderFilterRegex, "HeaderFilterRegex", file);
  leave_out_bad_regex(file.options->ExcludeHeaderFilterRegex, "ExcludeHeaderFilterRegex", file);
  return file;
}

}  // namespace unblock::lint
