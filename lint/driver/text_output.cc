#include "lint/driver/text_output.h"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <set>

namespace unblock::lint {
namespace {

struct Colors {
  const char* bold = "";
  const char* red = "";
  const char* yellow = "";
  const char* gray = "";
  const char* off = "";
};

Colors colors(const TextStyle& style) {
  if (!style.color) return {};
  return {"\033[1m", "\033[1;31m", "\033[1;35m", "\033[36m", "\033[0m"};
}

std::string shown_path(const std::string& file, const TextStyle& style) {
  const std::string prefix = style.folder + "/";
  return !style.folder.empty() && file.starts_with(prefix) ? file.substr(prefix.size()) : file;
}

std::string place(const reports::Location& at, const TextStyle& style) {
  return at.file.empty() ? "" : fmt::format("{}:{}:{}: ", shown_path(at.file, style), at.line, at.column);
}

/// Lines of source files, each file read once.
class SourceLines {
 public:
  std::string line(const reports::Location& at) {
    const auto [entry, is_new] = files_.try_emplace(at.file);
    if (is_new) {
      std::ifstream stream(at.file);
      for (std::string text; std::getline(stream, text);) entry->second.push_back(text);
    }
    return at.line >= 1 && at.line <= entry->second.size() ? entry->second[at.line - 1] : "";
  }

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

std::string with_caret(SourceLines& lines, const reports::Location& at, const Colors& color) {
  const std::string text = lines.line(at);
  if (text.empty() || text.size() > 400) return "";
  std::string pad;
  for (unsigned i = 0; i + 1 < at.column && i < text.size(); ++i) pad += text[i] == '\t' ? '\t' : ' ';
  return fmt::format("{:5} | {}\n      | {}{}^{}\n", at.line, text, pad, color.bold, color.off);
}

std::string plural(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::string findings_as_text(const std::vector<LintFinding>& findings, const TextStyle& style) {
  const Colors color = colors(style);
  SourceLines lines;
  std::string out;
  for (const LintFinding& found : findings) {
    const reports::Finding& finding = found.finding;
    const bool error = finding.severity == reports::Severity::error;
    out += fmt::format("{}{}{}{}{}:{} {}{}{} [{}]\n", color.bold, place(finding.location, style), color.off, error ? color.red : color.yellow,
                       error ? "error" : "warning", color.off, color.bold, finding.message, color.off, finding.check);
    out += with_caret(lines, finding.location, color);
    for (const reports::Step& step : finding.chain) {
      out += fmt::format("{}{}note:{} {}\n", place(step.location, style), color.gray, color.off, step.message);
      out += with_caret(lines, step.location, color);
    }
    if (!finding.instead.empty()) out += fmt::format("      {}instead:{} {}\n", color.gray, color.off, finding.instead);
  }
  return out;
}

std::string failure_as_text(const FileResult& result, const TextStyle& style) {
  constexpr std::size_t kShown = 3;
  std::string out;
  for (std::size_t i = 0; i < result.errors.size() && i < kShown; ++i) {
    std::string error = result.errors[i];
    const std::string shown = shown_path(result.file, style);
    for (const std::string& name : {result.file, shown}) {  // the compiler names the file in either form
      if (error.starts_with(name + ":")) error.erase(0, name.size() + 1);
    }
    out += fmt::format("unblock-lint: {}: {}\n", shown, error);
  }
  if (result.errors.size() > kShown) {
    out += fmt::format("unblock-lint: {}: and {} more errors\n", shown_path(result.file, style), result.errors.size() - kShown);
  }
  return out;
}

std::string summary_as_text(const std::vector<LintFinding>& findings, const std::vector<FileResult>& failed, unsigned files,
                            const TextStyle&) {
  std::map<std::string, unsigned> by_check;
  std::set<std::string> where;
  for (const LintFinding& found : findings) {
    ++by_check[found.finding.check];
    where.insert(found.finding.location.file);
  }
  std::string out = findings.empty() ? fmt::format("no findings in {}", plural(files - failed.size(), "file", "files"))
                                     : fmt::format("{} in {} ({} linted)", plural(findings.size(), "finding", "findings"),
                                                   plural(where.size(), "file", "files"), files - failed.size());
  const char* separator = ": ";
  for (const auto& [check, count] : by_check) {
    out += fmt::format("{}{} {}", separator, check, count);
    separator = ", ";
  }
  if (!failed.empty()) out += fmt::format("; {} could not be linted", plural(failed.size(), "file", "files"));
  return out + "\n";
}

}  // namespace unblock::lint
