// A SARIF file has "runs", a Google Benchmark file "benchmarks", a watched run begins with "unblock_watch".
#include "reports/cli/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "reports/compare/findings.h"
#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/program.h"
#include "reports/results/history.h"
#include "reports/results/reader.h"
#include "reports/sarif/reader.h"
#include "reports/sarif/source_lines.h"
#include "reports/sarif/tracked.h"
#include "reports/stalls/file_format.h"
#include "reports/summary/pairs.h"

namespace unblock::reports::cli {
namespace {

/// Beyond this a page helps nobody, and a browser gives up.
constexpr std::size_t kMostCells = 20'000;

/// The key of the outermost object that comes first decides: "runs" is SARIF's, "benchmarks" Google Benchmark's,
/// "unblock_history" an entry of a history. Deeper keys
/// of these names are anybody's.
enum class Kind {
  results,
  sarif,
  history
};

Kind kind_of(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' || text[i] == '[') ++depth;
    if ((text[i] == '}' || text[i] == ']') && depth > 0) --depth;
    if (text[i] != '"') continue;
    const std::size_t begin = ++i;
    while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
    const std::string_view word = text.substr(begin, std::min(i, text.size()) - begin);
    const std::size_t next = text.find_first_not_of(" \t\r\n", i + 1);
    if (depth != 1 || next == std::string_view::npos || text[next] != ':') continue;
    if (word == "runs") return Kind::sarif;
    if (word == "unblock_history") return Kind::history;
    if (word == "benchmarks") return Kind::results;
  }
  return Kind::results;
}

void read_sarif(const std::string& text, const std::string& path, const std::string& sources, Report& report) {
  Findings& findings = report.findings.emplace_back(sarif::read(text, path));
  if (!sources.empty()) return sarif::add_source_lines(findings, sources);
  static const std::set<std::string> kTracked = sarif::tracked_files_around(".");
  const std::size_t withheld = sarif::add_source_lines(findings, ".", kTracked);
  if (withheld == 0) return;
  complain("unblock-report", fmt::format("note: '{}' names {} file{} that git does not track here: without code; --sources DIR shows what lies in DIR", path,
                                         withheld, withheld == 1 ? "" : "s"));
}

void read_results(const std::string& text, const std::string& path, Report& report) {
  report.runs.push_back(results::read(text, path));
  const std::size_t cells = report.runs.back().cells.size();
  if (cells == 0) throw InputError(fmt::format("cannot report '{}': it has no benchmark", path));
  if (cells > kMostCells) {
    throw InputError(fmt::format("cannot report '{}': it has {} different benchmarks, more than {}; run fewer with --benchmark_filter",
                                 path, cells, kMostCells));
  }
}

Report read_all(const std::vector<std::string>& paths, const std::string& sources) {
  Report report;
  for (const std::string& path : paths) {
    const std::string text = read_file(path);
    if (stalls::looks_like_stalls(text)) {
      report.stalls.push_back(stalls::read(text, path));
      continue;
    }
    switch (kind_of(text)) {
      case Kind::sarif: read_sarif(text, path, sources, report); break;
      case Kind::history: report.history.push_back(results::read_history_point(text, path)); break;
      case Kind::results: read_results(text, path, report); break;
    }
  }
  return report;
}

/// A baseline that nothing is compared with would be a comparison that the user believes in.
void require_use(const Run& base, const Report& report) {
  const bool used = std::any_of(report.runs.begin(), report.runs.end(), [&](const Run& run) { return summary::share_cells(base, run); });
  if (!used) throw InputError(fmt::format("--baseline '{}' has no benchmark in common with any input", base.source));
}

void compare_with(Report bases, Report& report) {
  if (!bases.stalls.empty() || !bases.history.empty()) {
    throw InputError("--baseline: benchmark results or SARIF are expected, and not a watched run or a history");
  }
  for (const Run& base : bases.runs) require_use(base, report);
  report.runs.insert(report.runs.begin(), std::make_move_iterator(bases.runs.begin()), std::make_move_iterator(bases.runs.end()));
  report.findings = compare::compare_with(bases.findings, std::move(report.findings));
}

}  // namespace

Report read_inputs(const std::vector<std::string>& paths, const std::vector<std::string>& baselines, const std::string& sources) {
  Report report = read_all(paths, sources);
  if (baselines.empty()) report.findings = compare::compare_repeated(std::move(report.findings));
  else compare_with(read_all(baselines, sources), report);
  return report;
}

}  // namespace unblock::reports::cli
