#include "lint/driver/prefix/groups.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "lint/driver/commands.h"
#include "lint/driver/prefix/leading_includes.h"
#include "lint/extract/own_code.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using clang::tooling::CompileCommand;

constexpr std::size_t kFewest = 3;
constexpr std::string_view kPathFlags[] = {"-I", "-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-isysroot", "--sysroot", "-F", "-B"};

/// What of the flags matters for a shared beginning, beside their text.
struct Flags {
  std::string text;
  std::vector<IncludeRules::Folder> folders;
};

/// The value of a flag that takes a path, in the next argument or after the flag; `at` then stands on the last argument of it.
std::optional<std::string> path_value(const std::vector<std::string>& arguments, std::size_t& at, std::string_view& flag) {
  for (const std::string_view each : kPathFlags) {
    if (!std::string_view(arguments[at]).starts_with(each)) continue;
    flag = each;
    if (arguments[at].size() > each.size()) return arguments[at].substr(each.size() + (arguments[at][each.size()] == '=' ? 1 : 0));
    if (at + 1 < arguments.size()) return arguments[++at];
  }
  return {};
}

/// Nothing where a beginning cannot be shared: several commands, or a precompiled header or modules of the project's own.
std::optional<Flags> flags_of(const Source& source) {
  if (source.commands.size() != 1) return {};
  const CompileCommand& command = source.commands.front();
  const auto& arguments = command.CommandLine;
  Flags flags;
  bool is_relative = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "-include-pch" || argument == "-iquote" || argument.starts_with("-fmodule") || argument.starts_with("-fprebuilt-module")) return {};
    if (argument == "-o" || argument == "-MF" || argument == "-MT" || argument == "-MQ") {
      ++i;
      continue;
    }
    if (path_from(command.Directory, argument) == source.file || argument == "-c" || argument.starts_with("-M")) continue;
    flags.text += argument + '\n';
    std::string_view flag;
    if (const auto path = path_value(arguments, i, flag)) {
      flags.text += *path + '\n';
      is_relative = is_relative || !path->starts_with('/');
      if (flag == "-I" || flag == "-isystem") flags.folders.push_back({path_from(command.Directory, *path), flag == "-isystem"});
    }
  }
  if (is_relative) flags.text += command.Directory + '\n';
  flags.text += fs::path(source.file).extension().string() + '\n' + project_root(source.file);
  return flags;
}

bool has_all(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& each) { return std::find(all.begin(), all.end(), each) != all.end(); });
}

/// In the order of `a`.
std::vector<std::string> common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> both;
  std::copy_if(a.begin(), a.end(), std::back_inserter(both), [&](const std::string& each) { return std::find(b.begin(), b.end(), each) != b.end(); });
  return both;
}

/// Headers with a suffix are those of libraries: they cost the most, so they decide. The standard's come along.
std::vector<std::string> costly(const std::vector<std::string>& headers) {
  std::vector<std::string> found;
  std::copy_if(headers.begin(), headers.end(), std::back_inserter(found), [](const std::string& each) {
    return each.find(".hpp") != std::string::npos || each.find('/') != std::string::npos || each.find(".hh") != std::string::npos;
  });
  return found;
}

class Choice {
 public:
  explicit Choice(std::vector<PrefixCandidate> candidates) : left_(std::move(candidates)) {}

  std::vector<PrefixGroup> make() && {
    by_equal_headers();
    by_known_groups();
    while (by_commonest_header()) by_known_groups();
    for (PrefixGroup& group : groups_) std::sort(group.members.begin(), group.members.end());
    return std::move(groups_);
  }

 private:
  void take(const std::vector<std::size_t>& chosen) {
    PrefixGroup group;
    group.headers = left_[chosen.front()].headers;
    for (const std::size_t i : chosen) {
      group.headers = common(group.headers, left_[i].headers);
      group.members.push_back(left_[i].source);
    }
    groups_.push_back(std::move(group));
    std::size_t index = 0;
    std::erase_if(left_, [&](const PrefixCandidate&) { return std::find(chosen.begin(), chosen.end(), index++) != chosen.end(); });
  }

  void by_equal_headers() {
    std::map<std::set<std::string>, std::vector<std::size_t>> equal;
    for (std::size_t i = 0; i < left_.size(); ++i) {
      const auto headers = costly(left_[i].headers);
      if (!headers.empty()) equal[{headers.begin(), headers.end()}].push_back(left_[i].source);
    }
    for (const auto& [headers, sources] : equal) {
      if (sources.size() < kFewest) continue;
      std::vector<std::size_t> chosen;
      for (std::size_t i = 0; i < left_.size(); ++i) {
        if (std::find(sources.begin(), sources.end(), left_[i].source) != sources.end()) chosen.push_back(i);
      }
      take(chosen);
    }
  }

  /// A file that begins with all of a group's headers and more may join it; the group with the most of them is the best.
  void by_known_groups() {
    std::erase_if(left_, [&](const PrefixCandidate& candidate) {
      PrefixGroup* best = nullptr;
      for (PrefixGroup& group : groups_) {
        if (has_all(candidate.headers, group.headers) && (best == nullptr || group.headers.size() > best->headers.size())) best = &group;
      }
      if (best != nullptr) best->members.push_back(candidate.source);
      return best != nullptr;
    });
  }

  bool by_commonest_header() {
    std::map<std::string, std::vector<std::size_t>> having;
    const bool any_costly = std::any_of(left_.begin(), left_.end(), [](const PrefixCandidate& each) { return !costly(each.headers).empty(); });
    for (std::size_t i = 0; i < left_.size(); ++i) {
      for (const std::string& header : any_costly ? costly(left_[i].headers) : left_[i].headers) having[header].push_back(i);
    }
    const auto most = std::max_element(having.begin(), having.end(), [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    if (most != having.end() && most->second.size() >= kFewest) {
      take(most->second);
      return true;
    }
    if (!any_costly) return false;
    for (PrefixCandidate& each : left_) std::erase_if(each.headers, [&](const std::string& header) { return !costly({header}).empty(); });
    return true;
  }

  std::vector<PrefixCandidate> left_;
  std::vector<PrefixGroup> groups_;
};

std::optional<PrefixCandidate> candidate_of(const Source& source) {
  const auto flags = flags_of(source);
  if (!flags) return {};
  const std::string root = project_root(source.file);
  const IncludeRules rules{flags->folders, [own = OwnCode(root)](const std::string& path) { return !own.contains(path); }};
  return PrefixCandidate{0, flags->text, leading_includes(source.file, rules)};
}

}  // namespace

std::vector<PrefixGroup> choose_groups(std::vector<PrefixCandidate> candidates) {
  std::map<std::string, std::vector<PrefixCandidate>> by_flags;
  for (PrefixCandidate& each : candidates) {
    if (!each.headers.empty()) by_flags[each.flags].push_back(std::move(each));
  }
  std::vector<PrefixGroup> groups;
  for (auto& [flags, same] : by_flags) {
    for (PrefixGroup& group : Choice(std::move(same)).make()) groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<PrefixGroup> prefix_groups(const std::vector<Source>& sources, const std::vector<std::size_t>& wanted) {
  if (wanted.size() < kFewest) return {};
  std::vector<PrefixCandidate> candidates;
  for (const std::size_t i : wanted) {
    if (auto candidate = candidate_of(sources[i])) {
      candidate->source = i;
      candidates.push_back(std::move(*candidate));
    }
  }
  return choose_groups(std::move(candidates));
}

std::optional<PrefixGroup> own_prefix(const Source& source) {
  const auto candidate = candidate_of(source);
  if (!candidate || candidate->headers.empty()) return {};
  return PrefixGroup{candidate->headers, {0}};
}

}  // namespace unblock::lint
