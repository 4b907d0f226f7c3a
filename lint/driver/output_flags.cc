#include "lint/driver/output_flags.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace unblock::lint {
namespace {

// https://clang.llvm.org/docs/ClangCommandLineReference.html, and the options of its front end.
constexpr std::array<std::string_view, 22> kWithValue = {
    "-MF", "-MT", "-MQ", "-MJ", "-serialize-diagnostics", "-serialize-diagnostic-file", "-dependency-file", "-dependency-dot", "-module-dependency-dir",
    "-gen-cdb-fragment-path", "-fmodules-user-build-path", "-index-store-path", "-diagnostic-log-file", "-header-include-file", "-load", "-plugin",
    "-add-plugin", "-dxc-Fo", "-dumpdir", "-dumpbase", "-object-file-name", "-main-file-name"};
constexpr std::array<std::string_view, 17> kAlone = {
    "-M", "-MM", "-MD", "-MMD", "-MG", "-MP", "-MV", "-write-dependencies", "-write-user-dependencies", "-fmodules", "-fcxx-modules", "-fimplicit-modules",
    "-fmodules-validate-once-per-build-session", "-emit-symbol-graph", "-emit-extension-symbol-graphs", "-extract-api", "-templight-dump"};
constexpr std::array<std::string_view, 25> kBeginnings = {
    "-MF", "-MT", "-MQ", "-MJ", "-save-temps", "-save-stats", "-ftime-trace", "-ftime-report", "-fsave-optimization-record", "-foptimization-record",
    "-fmodules-cache-path", "-fmodule-output", "-fcrash-diagnostics", "-gen-reproducer", "-fproc-stat-report", "-stats-file", "-symbol-graph-dir=",
    "-product-name=", "-fdump-", "-plugin-arg-", "-fplugin", "-fpass-plugin", "-fmodule-mapper", "-fdeps-", "-fstack-usage"};

enum class Writes {
  nothing,
  alone,
  with_value
};

/// With one dash or two: Clang takes both for many of them.
Writes writes(std::string_view argument) {
  if (argument.starts_with("--")) argument.remove_prefix(1);
  if (std::find(kWithValue.begin(), kWithValue.end(), argument) != kWithValue.end()) return Writes::with_value;
  const bool alone = std::find(kAlone.begin(), kAlone.end(), argument) != kAlone.end() ||
                     std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view start) { return argument.starts_with(start); });
  return alone ? Writes::alone : Writes::nothing;
}

/// What GCC's driver hands to the preprocessor, where -MD and -MMD have a file behind them.
std::string without_dependencies(std::string_view argument) {
  std::string kept;
  bool skip = false;
  std::string_view rest = argument.substr(3);
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the comma
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(part.size());
    if (std::exchange(skip, false)) continue;
    const Writes what = writes(part);
    skip = what == Writes::with_value || part == "-MD" || part == "-MMD";
    if (what == Writes::nothing) kept += "," + std::string(part);
  }
  return kept.empty() ? "" : "-Wp" + kept;
}

bool hands_on(std::string_view argument) { return argument == "-Xclang" || argument == "-Xpreprocessor"; }

}  // namespace

std::vector<std::string> without_output_flags(const std::vector<std::string>& arguments) {
  std::vector<std::string> kept;
  bool skip = false, skip_handed = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (i == 0) {
      kept.push_back(argument);
    } else if (std::exchange(skip, false)) {
      continue;
    } else if (hands_on(argument) && i + 1 < arguments.size()) {
      const std::string& handed = arguments[++i];
      const Writes what = std::exchange(skip_handed, false) ? Writes::alone : writes(handed);
      skip_handed = what == Writes::with_value || (argument == "-Xpreprocessor" && (handed == "-MD" || handed == "-MMD"));
      if (what == Writes::nothing) kept.insert(kept.end(), {argument, handed});
    } else if (argument.starts_with("-Xclang=")) {
      if (writes(std::string_view(argument).substr(8)) == Writes::nothing) kept.push_back(argument);
    } else if (argument.starts_with("-Wp,")) {
      if (std::string rest = without_dependencies(argument); !rest.empty()) kept.push_back(std::move(rest));
    } else {
      const Writes what = writes(argument);
      skip = what == Writes::with_value;
      if (what == Writes::nothing) kept.push_back(argument);
    }
  }
  return kept;
}

}  // namespace unblock::lint
