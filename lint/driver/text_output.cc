#include "lint/driver/text_output.h"
#include "lint/driver/words.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <sstream>

#include "lint/driver/text_of.h"
#include "reports/text/clean.h"

namespace unblock::lint {
namespace {

using reports::text::clean;

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
  return clean(!style.folder.empty() && file.starts_with(prefix) ? file.substr(prefix.size()) : file);
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
      std::istringstream stream(text_of(at.file).value_or(""));
      for (std::string text; std::getline(stream, text);) entry->second.push_back(text);
    }
    return at.line >= 1 && at.line <= entry->second.size() ? entry->second[at.line - 1] : "";
  }

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

std::string with_caret(SourceLines& lines, const reports::Location& at, const Colors& color) {
  const std::string text = clean(lines.line(at));
  if (text.empty() || text.size() > 400) return "";
  std::string pad;
  for (unsigned i = 0; i + 1 < at.column && i < text.size(); ++i) pad += text[i] == '\t' ? '\t' : ' ';
  return fmt::format("{:5} | {}\n      | {}{}^{}\n", at.line, text, pad, color.bold, color.off);
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
                       error ? "error" : "warning", color.off, color.bold, clean(finding.message), color.off, finding.check);
    out += with_caret(lines, finding.location, color);
    for (const reports::Step& step : finding.chain) {
      out += fmt::format("{}{}note:{} {}\n", place(step.location, style), color.gray, color.off, clean(step.message));
      out += with_caret(lines, step.location, color);
    }
    if (finding.incomplete) out += fmt::format("      {}note:{} from a file that does not compile, read as far as it parsed\n", color.gray, color.off);
    if (!finding.instead.empty()) out += fmt::format("      {}instead:{} {}\n", color.gray, color.off, clean(finding.instead));
  }
  return out;
}

/// Places of the compiler with the path as it is shown, so that editors and terminals make a link of it.
std::string shown_error(const std::string& error, const TextStyle& style) { return shown_path(error, style) + "\n"; }

std::string trouble_as_text(const FileResult& result, const TextStyle& style) {
  const std::string file = shown_path(result.file, style);
  if (!result.unread.empty()) {
    const bool has_place = result.unread.starts_with('/');
    return has_place ? fmt::format("{}unblock-lint: {}: not linted\n", shown_error(result.unread, style), file)
                     : fmt::format("unblock-lint: {}: {}\n", file, result.unread);
  }
  if (!result.incomplete()) return "";
  constexpr std::size_t kShown = 2;  // an error, and the next one or the place that required the first
  std::string out;
  for (std::size_t i = 0; i < result.errors.size() && i < kShown; ++i) out += shown_error(result.errors[i], style);
  return out + fmt::format("unblock-lint: {} does not compile ({}): linted as far as it parsed{}\n", file,
                           plural(result.error_count, "error", "errors"),
                           result.left_out == 0 ? "" : fmt::format(", without {} in which they stand", plural(result.left_out, "function", "functions")));
}

std::string summary_as_text(const Outcome& outcome) {
  std::map<std::string, unsigned> by_check;
  std::set<std::string> where;
  for (const LintFinding& found : outcome.findings) {
    ++by_check[found.finding.check];
    where.insert(found.finding.location.file);
  }
  const std::size_t linted = outcome.done - outcome.unread.size();
  std::string out = outcome.findings.empty()
                        ? fmt::format("no findings in {}", plural(linted, "file", "files"))
                        : fmt::format("{} in {} ({} linted)", plural(outcome.findings.size(), "finding", "findings"),
                                      plural(where.size(), "file", "files"), linted);
  const char* separator = ": ";
  for (const auto& [check, count] : by_check) {
    out += fmt::format("{}{} {}", separator, check, count);
    separator = ", ";
  }
  if (!outcome.incomplete.empty()) {
    out += fmt::format("; {} not compile and {} linted as far as {} parsed", outcome.incomplete.size() == 1 ? "1 file does" : fmt::format("{} files do", outcome.incomplete.size()),
                       outcome.incomplete.size() == 1 ? "was" : "were", outcome.incomplete.size() == 1 ? "it" : "they");
  }
  if (!outcome.unread.empty()) out += fmt::format("; {} could not be linted", plural(outcome.unread.size(), "file", "files"));
  return out + "\n";
}

}  // namespace unblock::lint
