// One row per format.
#include "reports/cli/formats.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/csv/writer.h"
#include "reports/html/page.h"
#include "reports/junit/writer.h"
#include "reports/markdown/writer.h"
#include "reports/model/error.h"
#include "reports/results/writer.h"
#include "reports/sarif/writer.h"
#include "reports/stalls/as_findings.h"
#include "reports/text/choice.h"

namespace unblock::reports::cli {
namespace {

std::string write_sarif(const Report& report) {
  std::vector<Findings> all = report.findings;
  for (const Stalls& stalls : report.stalls) all.push_back(stalls::as_findings(stalls));
  if (all.empty()) throw InputError("cannot write SARIF: no input has findings, or stalls");
  return sarif::write(all);
}

std::string write_json(const Report& report) {
  if (report.runs.size() != 1) {
    throw InputError(fmt::format("cannot write JSON: it holds one benchmark run, and the inputs have {}", report.runs.size()));
  }
  return results::write(report.runs.front());
}

constexpr Format kFormats[] = {
    {"html", ".html .htm", html::write, "one page that opens anywhere"},
    {"markdown", ".md .markdown", markdown::write, "for a pull request or a job summary"},
    {"junit", ".xml", junit::write, "verdicts, comparisons, findings and stalls as test cases"},
    {"csv", ".csv", csv::write, "one row per cell and metric; else per finding, with what it cost; else per place of a stall"},
    {"sarif", ".sarif", write_sarif, "findings and stalls, for code scanning"},
    {"json", ".json", write_json, "one benchmark run, in Google Benchmark's shape"},
};

bool ends_with_one_of(const std::string& output, std::string_view endings) {
  while (!endings.empty()) {
    const std::size_t blank = std::min(endings.find(' '), endings.size());
    if (output.ends_with(endings.substr(0, blank))) return true;
    endings.remove_prefix(std::min(blank + 1, endings.size()));
  }
  return false;
}

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format& find_format(const std::string& name, const std::string& output) {
  if (!name.empty()) return text::choose(kFormats, name, "format");
  for (const Format& format : kFormats) {
    if (ends_with_one_of(output, format.endings)) return format;
  }
  throw InputError(fmt::format("the name '{}' does not tell the format: add --format with one of {}", output, text::names_of(kFormats)));
}

}  // namespace unblock::reports::cli
