// What the harness can write, the readers can read: the results file, the history, and the gate's comparison of the two.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "bench/gate/history/store.h"
#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/results/partial.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"
#include "tests/faults/any_run.h"

namespace unblock::faults {
namespace {

constexpr int kRuns = 1500;

void expect_same(const reports::Round& read, const reports::Round& written) {
  EXPECT_EQ(read.index, written.index);
  EXPECT_EQ(read.real_time_ns, written.real_time_ns);
  EXPECT_EQ(read.cpu_time_ns, written.cpu_time_ns);
  EXPECT_EQ(read.iterations, written.iterations);
}

TEST(RoundTrip, EveryRunReadsBackAsItWasWritten) {
  for (int seed = 0; seed < kRuns; ++seed) {
    const reports::Run run = AnyRun(static_cast<std::uint64_t>(seed)).draw();
    const std::string text = reports::results::write(run);
    reports::Run back;
    ASSERT_NO_THROW(back = reports::results::read(text, "any.json")) << "seed " << seed;
    ASSERT_EQ(back.cells.size(), run.cells.size()) << "seed " << seed;
    for (std::size_t i = 0; i < run.cells.size(); ++i) {
      EXPECT_EQ(back.cells[i].rounds.size(), run.cells[i].rounds.size()) << "seed " << seed;
      EXPECT_EQ(back.cells[i].latency.size(), run.cells[i].latency.size()) << "seed " << seed;
      for (std::size_t k = 0; k < std::min(back.cells[i].rounds.size(), run.cells[i].rounds.size()); ++k) expect_same(back.cells[i].rounds[k], run.cells[i].rounds[k]);
    }
    const std::string again = reports::results::write(back);
    EXPECT_EQ(reports::results::write(reports::results::read(again, "any.json")), again) << "seed " << seed;
  }
}

TEST(RoundTrip, EveryRunThatIsCutShortIsReadUpToThere) {
  for (int seed = 0; seed < kRuns / 3; ++seed) {
    reports::Run measured = AnyRun(static_cast<std::uint64_t>(seed)).draw();
    reports::Run start = measured;
    for (reports::Cell& cell : start.cells) cell.rounds.clear();
    std::string lines = reports::results::partial_head(start);
    for (std::size_t i = 0; i < measured.cells.size(); ++i) {
      reports::results::Measured event;
      event.cell = i;
      for (const reports::Round& round : measured.cells[i].rounds) {
        event.round = round;
        lines += reports::results::partial_line(event, 1);
      }
    }
    const std::string cut_off = R"({"measured": 0, "rou)";
    const reports::Run back = reports::results::read_partial(lines + cut_off, "any.json.partial");
    ASSERT_EQ(back.cells.size(), measured.cells.size()) << "seed " << seed;
    for (std::size_t i = 0; i < measured.cells.size(); ++i) {
      ASSERT_EQ(back.cells[i].rounds.size(), measured.cells[i].rounds.size()) << "seed " << seed;
      for (std::size_t k = 0; k < back.cells[i].rounds.size(); ++k) expect_same(back.cells[i].rounds[k], measured.cells[i].rounds[k]);
    }
  }
}

TEST(RoundTrip, EveryHistoryOfRunsIsReadToTheLastEntry) {
  std::string folder = (std::filesystem::temp_directory_path() / "unblock-round-trip-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  std::size_t added = 0;
  for (int seed = 0; seed < 60; ++seed) {
    try {
      bench::gate::add_to_history(folder, AnyRun(static_cast<std::uint64_t>(seed)).draw(), "c\x1b\"/../" + std::to_string(seed), "2026-01-01");
      ++added;
    } catch (const reports::InputError&) {  // a run without a result has nothing to add
    }
  }
  const bench::gate::History history = bench::gate::read_history(folder, "");
  EXPECT_EQ(history.entries.size(), added);
  EXPECT_TRUE(history.broken.empty()) << history.broken.front();
  EXPECT_GT(added, 10u);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace unblock::faults
