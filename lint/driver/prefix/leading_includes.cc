#include "lint/driver/prefix/leading_includes.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>

#include "lint/driver/text_of.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;

/// Comments become blanks; what looks like one inside a string does so too, which only ends the search early.
std::string without_comments(std::string text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != '/' || (text[i + 1] != '/' && text[i + 1] != '*')) continue;
    const bool line = text[i + 1] == '/';
    const std::size_t found = line ? text.find('\n', i) : text.find("*/", i + 2);
    const std::size_t end = found == std::string::npos ? text.size() : (line ? found : found + 2);
    for (; i < end; ++i) {
      if (text[i] != '\n') text[i] = ' ';
    }
    --i;
  }
  return text;
}

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> lines_of(const std::string& text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trimmed(std::string_view(text).substr(at, end - at));
    if (!line.empty()) lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

/// "include", "define", …; empty for code.
std::string_view directive(std::string_view line) {
  if (!line.starts_with('#')) return {};
  line = trimmed(line.substr(1));
  return line.substr(0, std::min(line.find_first_of(" \t<\"("), line.size()));
}

std::string_view after_directive(std::string_view line) {
  const std::string_view name = directive(line);
  return trimmed(line.substr(static_cast<std::size_t>(name.data() - line.data()) + name.size()));
}

struct Included {
  std::string name;
  bool quoted = false;
};

std::optional<Included> target_of(std::string_view line) {
  const std::string_view rest = after_directive(line);
  if (rest.size() < 3 || (rest.front() != '<' && rest.front() != '"')) return {};
  const std::size_t end = rest.find(rest.front() == '<' ? '>' : '"', 1);
  if (end == std::string_view::npos) return {};
  return Included{std::string(rest.substr(1, end - 1)), rest.front() == '"'};
}

bool is_file(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

class Reader {
 public:
  explicit Reader(const IncludeRules& rules) : rules_(rules) {}

  /// False when what comes after this file must not be moved in front of it.
  bool go_through(const std::string& file) {
    if (!seen_.insert(file).second) return true;
    const std::string text = without_comments(text_of(file).value_or(""));
    const std::vector<std::string_view> lines = lines_of(text);
    std::size_t i = guard_lines(lines);
    for (; i < lines.size(); ++i) {
      const std::string_view kind = directive(lines[i]);
      if (kind == "pragma" && after_directive(lines[i]) == "once") continue;
      if (kind != "include") break;
      const auto target = target_of(lines[i]);
      if (!target || !include(*target, file)) return false;
    }
    return std::all_of(lines.begin() + static_cast<std::ptrdiff_t>(i), lines.end(), changes_nothing_for_others);
  }

  std::vector<std::string> headers;

 private:
  /// `#ifndef X` and `#define X` at the top.
  static std::size_t guard_lines(const std::vector<std::string_view>& lines) {
    std::size_t first = 0;
    while (first < lines.size() && directive(lines[first]) == "pragma" && after_directive(lines[first]) == "once") ++first;
    if (first + 1 >= lines.size()) return first;
    const bool guard = directive(lines[first]) == "ifndef" && directive(lines[first + 1]) == "define" &&
                       after_directive(lines[first]) == after_directive(lines[first + 1]);
    return guard ? first + 2 : first;
  }

  static bool changes_nothing_for_others(std::string_view line) {
    if (line.starts_with('#')) return directive(line) == "endif";
    return line.find("namespace std") == std::string_view::npos && !line.starts_with("using namespace");
  }

  bool include(const Included& target, const std::string& from) {
    const std::string beside = (fs::path(from).parent_path() / target.name).lexically_normal().string();
    if (target.quoted && is_file(beside)) return go_through(beside);
    for (const IncludeRules::Folder& folder : rules_.folders) {
      const std::string path = (fs::path(folder.path) / target.name).lexically_normal().string();
      if (!is_file(path)) continue;
      if (!folder.is_system && !rules_.is_foreign(path)) return go_through(path);
      add(target.name);
      return true;
    }
    if (target.quoted) return false;  // who knows where it is
    add(target.name);
    return true;
  }

  void add(const std::string& name) {
    if (std::find(headers.begin(), headers.end(), name) == headers.end()) headers.push_back(name);
  }

  const IncludeRules& rules_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<std::string> leading_includes(const std::string& file, const IncludeRules& rules) {
  Reader reader(rules);
  reader.go_through(file);
  return std::move(reader.headers);
}

}  // namespace unblock::lint
