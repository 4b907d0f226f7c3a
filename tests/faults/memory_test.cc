// The memory ends at each allocation of the readers and writers in turn: each time the program ends with exit code 2, and never
// crashes, also where the memory ends in a destructor.
#include <gtest/gtest.h>

#include "reports/cli/formats.h"
#include "reports/results/partial.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"
#include "reports/sarif/reader.h"
#include "reports/sarif/writer.h"
#include "reports/stalls/file_format.h"
#include "tests/faults/starved.h"

namespace unblock::faults {
namespace {

constexpr const char* kResults =
    R"({"context": {"date": "d", "x": [1]}, "benchmarks": [{"name": "BM_A/8", "real_time": 1, "cpu_time": 1, "iterations": 3, "time_unit": "ns", "c": 2},)"
    R"({"name": "BM_A/8", "real_time": 2, "cpu_time": 1, "iterations": 3}, {"name": "BM_B", "error_occurred": true, "error_message": "no"}]})";
constexpr const char* kFindings =
    R"({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "r", "help": {"text": "h"}}]}}, "results": [{"ruleId": "r",)"
    R"("message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.cc"}, "region": {"startLine": 3}}}]}]}]})";
constexpr const char* kStalls =
    R"({"unblock_watch": 1, "program": "./server", "date": "2026-11-27T12:00:00+0000", "duration_s": 2.5, "threshold_s": 0.01, "finished": true, "stall_count": 1,)"
    R"("loops": [{"process": 1, "thread": 2, "waits_in": "epoll", "function": "run", "turns": 7, "busy_s": 0.5, "timeline": [0, 0.1, 5]}],)"
    R"("places": [{"chain": [{"function": "handle", "file": "a.cc", "line": 3, "own": true}], "culprit": 0, "blocked_by": "read", "count": 1, "total_s": 0.05}],)"
    R"("stalls": [{"place": 0, "loop": 0, "start_s": 1, "length_s": 0.05}]})";

TEST(OutOfMemory, ReadingAndWritingResults) {
  EXPECT_GT(failures_of([] { (void)reports::results::write(reports::results::read(kResults, "a.json")); }), 300);
}

TEST(OutOfMemory, ReadingAndWritingFindings) {
  EXPECT_GT(failures_of([] { (void)reports::sarif::write(reports::sarif::read(kFindings, "a.sarif")); }), 200);
}

TEST(OutOfMemory, ReadingAndWritingStalls) {
  EXPECT_GT(failures_of([] { (void)reports::stalls::write(reports::stalls::read(kStalls, "a.json")); }), 100);
}

TEST(OutOfMemory, KeepingRoundsAndReadingThemAgain) {
  const reports::Run run = reports::results::read(kResults, "a.json");
  reports::results::Measured measured;
  measured.round = run.cells.front().rounds.front();
  measured.latency = {{100, 200, 3}};
  measured.configuration = {{"threads", "1"}};
  EXPECT_GT(failures_of([&] {
              const std::string lines = reports::results::partial_head(run) + reports::results::partial_line(measured, 1);
              (void)reports::results::read_partial(lines, "a.json.partial");
            }),
            200);
}

TEST(OutOfMemory, WritingReports) {
  const reports::Run run = reports::results::read(kResults, "a.json");
  const reports::Report report{.runs = {run, run}, .findings = {reports::sarif::read(kFindings, "a.sarif")}, .stalls = {reports::stalls::read(kStalls, "s.json")}};
  for (const char* format : {"html", "markdown", "junit", "csv", "sarif"}) {
    const auto write = reports::cli::find_format(format, "").write;
    EXPECT_GT(failures_of([&] { (void)write(report); }), 5) << format;
  }
}

}  // namespace
}  // namespace unblock::faults
