// Writes the test data, and the pages made from it, into a folder: write_sample_reports FOLDER. For the golden files and
// for the browser's tests.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "reports/cli/formats.h"
#include "reports/compare/findings.h"
#include "reports/file.h"
#include "reports/results/writer.h"
#include "reports/sarif/writer.h"
#include "tests/reports/sample.h"

namespace {

using namespace unblock::reports;

Findings older_findings() {
  Findings older = testing::sample_findings();
  older.source = "older.sarif";
  older.findings.erase(older.findings.begin() + 1);
  return older;
}

Findings newer_findings() {
  Findings newer = testing::sample_findings();
  newer.source = "newer.sarif";
  newer.findings.erase(newer.findings.begin());
  return newer;
}

void write_all(const std::string& folder) {
  for (const cli::Format& format : cli::formats()) {
    Report report = testing::sample_report();
    if (format.name == "json") report.runs.erase(report.runs.begin());
    write_file(folder + "/sample." + std::string(format.name), format.write(report));
  }
  const cli::Format& html = cli::find_format("html", "");
  write_file(folder + "/hostile.html", html.write(testing::hostile_report()));
  write_file(folder + "/large.html", html.write(testing::large_report()));
  write_file(folder + "/many.html", html.write(testing::many_report()));
  write_file(folder + "/hostile.sarif", sarif::write(testing::hostile_report().findings));
  write_file(folder + "/base.json", results::write(testing::sample_base_run()));
  Report findings = {{}, {testing::sample_findings()}};
  write_file(folder + "/findings.html", html.write(findings));
  write_file(folder + "/compared.html", html.write({{}, {compare::compare_findings(older_findings(), newer_findings())}}));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: write_sample_reports FOLDER\n");
    return 2;
  }
  std::filesystem::create_directories(argv[1]);
  write_all(argv[1]);
}
