// A SARIF file has "runs", a Google Benchmark file "benchmarks", a watched run begins with "unblock_watch"; all may be large, so only the head is looked at.
#include "reports/cli/inputs.h"

#include <fmt/format.h>

#include <set>

#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/program.h"
#include "reports/results/reader.h"
#include "reports/sarif/reader.h"
#include "reports/sarif/source_lines.h"
#include "reports/sarif/tracked.h"
#include "reports/stalls/file_format.h"

namespace unblock::reports::cli {
namespace {

/// Beyond this a page helps nobody, and a browser gives up.
constexpr std::size_t kMostCells = 20'000;

/// SARIF names itself near its beginning; benchmark files have their rows early. The key that comes first decides.
bool looks_like_sarif(std::string_view text) {
  const std::size_t runs = text.find("\"runs\""), rows = text.find("\"benchmarks\"");
  return runs < rows;
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

}  // namespace

Report read_inputs(const std::vector<std::string>& paths, const std::string& sources) {
  Report report;
  for (const std::string& path : paths) {
    const std::string text = read_file(path);
    if (stalls::looks_like_stalls(text)) report.stalls.push_back(stalls::read(text, path));
    else if (looks_like_sarif(text)) read_sarif(text, path, sources, report);
    else read_results(text, path, report);
  }
  return report;
}

}  // namespace unblock::reports::cli
