// Whole runs in a made-up world: the same twice, cut short and gone on, with faults.
#include "bench/run/suite.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include "bench/run/fake_laboratory.h"
#include "bench/run/journal.h"
#include "reports/file.h"
#include "reports/model/cell.h"
#include "reports/model/error.h"
#include "reports/results/partial.h"
#include "reports/results/writer.h"

namespace unblock::bench {
namespace {

namespace fs = std::filesystem;

class SuiteTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "suite-test-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    for (const char* workload : {"echo", "spawn", "gather"}) {
      for (const char* runtime : {"asio", "epoll", "libuv"}) options_.cells.push_back(description(runtime, workload));
    }
    options_.name = "quick";
    options_.placements = {"one-core"};
    options_.seed = 7;
    options_.least_rounds = options_.most_rounds = 4;
    options_.tight = 0;
    options_.time_budget_s = 10'000;
    options_.settings = {{"rounds", "4"}};
  }
  void TearDown() override { fs::remove_all(folder_); }

  static CellDescription description(const std::string& runtime, const std::string& workload) {
    CellDescription made;
    made.runtime = runtime;
    made.workload = workload;
    made.name = runtime + "/" + workload + "/tasks:1";
    made.arguments = {{"tasks", "1"}};
    made.floor = runtime == "epoll";
    made.needs.target = workload == "echo";
    return made;
  }

  std::string partial() const { return folder_ + "/out.json.partial"; }

  reports::Run run(FakeLaboratory& laboratory) {
    Journal journal(partial());
    return run_suite(options_, laboratory, journal, [](const Progress&) {});
  }

  static rlimit limit() {
    rlimit now{};
    ::getrlimit(RLIMIT_FSIZE, &now);
    return now;
  }
  static void set_limit(std::uintmax_t bytes) {
    rlimit wanted = limit();
    wanted.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &wanted);
  }

  std::string folder_;
  SuiteOptions options_;
};

TEST_F(SuiteTest, TheSameSeedGivesTheSameOrderAndTheSameFile) {
  FakeLaboratory first, second, other;
  const std::string once = reports::results::write(run(first)), journal = reports::read_file(partial());
  EXPECT_EQ(reports::results::write(run(second)), once);
  EXPECT_EQ(reports::read_file(partial()), journal);
  EXPECT_EQ(first.order, second.order);
  EXPECT_EQ(first.order.size(), 36u);
  options_.seed = 8;
  run(other);
  EXPECT_NE(first.order, other.order);
}

TEST_F(SuiteTest, TheSameFaultsGiveTheSameOrderAndTheSameFileToo) {
  std::string files[2], journals[2];
  std::vector<std::string> orders[2];
  for (const int i : {0, 1}) {
    FakeLaboratory laboratory;
    laboratory.machine = [](double now_s) { return now_s > 20 && now_s < 40 ? Canary{{0.5e9}, {1e5}} : Canary{{1e9}, {1e5}}; };
    laboratory.fault = [](const std::string& cell, unsigned nth, RoundResult& result) {
      if (nth % 7 == 3) result.problem = "the worker could not be started: Resource temporarily unavailable";
      if (cell == "asio/spawn/tasks:1" && nth > 12) result.problem = "the worker was killed by signal 9 (Killed)";
      if (cell == "libuv/echo/tasks:1") result.problem = "it did other work", result.wrong_work = true;
    };
    files[i] = reports::results::write(run(laboratory));
    journals[i] = reports::read_file(partial());
    orders[i] = laboratory.order;
  }
  EXPECT_EQ(files[0], files[1]);
  EXPECT_EQ(journals[0], journals[1]);
  EXPECT_EQ(orders[0], orders[1]);
  EXPECT_NE(files[0].find("killed by signal 9"), std::string::npos);
  EXPECT_NE(journals[0].find("do not count"), std::string::npos);
}

TEST_F(SuiteTest, WhatTheJournalHoldsIsWhatWasMeasured) {
  FakeLaboratory laboratory;
  laboratory.interrupted_after = 17;
  const reports::Run measured = run(laboratory);
  const reports::Run kept = reports::results::read_partial(reports::read_file(partial()), partial());
  EXPECT_TRUE(measured.interrupted);
  ASSERT_EQ(kept.cells.size(), measured.cells.size());
  std::size_t rounds = 0;
  for (std::size_t i = 0; i < kept.cells.size(); ++i) {
    EXPECT_EQ(kept.cells[i].rounds.size(), measured.cells[i].rounds.size());
    rounds += kept.cells[i].rounds.size();
  }
  EXPECT_GE(rounds, 16u);
}

TEST_F(SuiteTest, ARunThatGoesOnEndsWithTheRoundsThatOneWithoutAPauseHas) {
  FakeLaboratory cut;
  cut.interrupted_after = 17;
  run(cut);
  const reports::Run earlier = reports::results::read_partial(reports::read_file(partial()), partial());
  options_.earlier = &earlier;
  FakeLaboratory rest;
  const reports::Run whole = run(rest);
  EXPECT_FALSE(whole.interrupted);
  std::vector<unsigned> indexes;
  for (const reports::Cell& cell : whole.cells) {
    EXPECT_EQ(reports::counted_rounds(cell).size(), 4u) << cell.name;
    for (const reports::Round& round : cell.rounds) indexes.push_back(round.index);
  }
  std::sort(indexes.begin(), indexes.end());
  EXPECT_EQ(std::adjacent_find(indexes.begin(), indexes.end()), indexes.end());
  EXPECT_EQ(indexes.size(), 36u);
  EXPECT_GT(whole.duration_s, earlier.duration_s);
}

TEST_F(SuiteTest, RoundsAroundAChangeAreMeasuredAgainBeforeAnythingElse) {
  FakeLaboratory laboratory;
  laboratory.machine = [](double now_s) { return now_s > 25 ? Canary{{0.5e9}, {1e5}} : Canary{{1e9}, {1e5}}; };
  const reports::Run measured = run(laboratory);
  std::size_t voided = 0;
  for (const reports::Cell& cell : measured.cells) {
    EXPECT_EQ(reports::counted_rounds(cell).size(), 4u) << cell.name;
    voided += cell.rounds.size() - 4;
  }
  EXPECT_GT(voided, 0u);
  EXPECT_LE(voided, 10u);  // what was measured within a few seconds, and the floors with it
  const auto told = std::find_if(measured.warnings.begin(), measured.warnings.end(), [](const std::string& one) { return one.find("do not count") != one.npos; });
  ASSERT_NE(told, measured.warnings.end());
  EXPECT_NE(told->find("the time of a fixed piece of work changed by +100 %"), told->npos);
}

TEST_F(SuiteTest, ARoundThatFailsIsTriedOnceMoreAndGoodOnesStay) {
  FakeLaboratory laboratory;
  laboratory.fault = [](const std::string& cell, unsigned nth, RoundResult& result) {
    if (cell == "asio/spawn/tasks:1" && nth > 12) result.problem = "the worker died";
  };
  const reports::Run measured = run(laboratory);
  const auto cell = std::find_if(measured.cells.begin(), measured.cells.end(), [](const auto& one) { return one.name == "asio/spawn/tasks:1"; });
  EXPECT_EQ(cell->reason, "the worker died");
  EXPECT_FALSE(cell->rounds.empty());
  EXPECT_EQ(cell->status, reports::CellStatus::measured);
  const auto tries = static_cast<std::size_t>(std::count(laboratory.order.begin(), laboratory.order.end(), cell->name));
  EXPECT_EQ(tries, cell->rounds.size() + 2);
}

TEST_F(SuiteTest, TheFirstRoundIsFinishedAndNoSecondBegunWhenTheTimeIsSpent) {
  options_.time_budget_s = 3;
  FakeLaboratory laboratory;
  run(laboratory);
  EXPECT_EQ(laboratory.order.size(), 9u);
}

TEST_F(SuiteTest, CellsOfASingleRoundAreCountedToo) {
  options_.least_rounds = options_.most_rounds = 1;
  FakeLaboratory laboratory;
  for (const reports::Cell& cell : run(laboratory).cells) EXPECT_EQ(reports::estimate(cell, "allocations_per_op"), 3) << cell.name;
}

TEST_F(SuiteTest, NothingIsCountedBeforeCellsCanBeToldApart) {
  options_.time_budget_s = 15;  // a round of the nine cells takes nine
  FakeLaboratory laboratory;
  const reports::Run measured = run(laboratory);
  EXPECT_GE(laboratory.order.size(), 15u);
  for (const reports::Cell& cell : measured.cells) EXPECT_FALSE(cell.metrics.contains("allocations_per_op")) << cell.name;
  EXPECT_NE(std::find_if(measured.warnings.begin(), measured.warnings.end(), [](const std::string& warning) { return warning.find("for 0 of 9 cells") != warning.npos; }),
            measured.warnings.end());
}

TEST_F(SuiteTest, CellsOfOneWorkloadShareABlock) {
  FakeLaboratory laboratory;
  const reports::Run measured = run(laboratory);
  std::map<unsigned, std::string> workloads;
  for (const reports::Cell& cell : measured.cells) {
    for (const reports::Round& round : cell.rounds) EXPECT_EQ(workloads.try_emplace(round.block, cell.workload).first->second, cell.workload);
  }
  EXPECT_EQ(workloads.size(), 12u);
}

TEST_F(SuiteTest, AJournalOfAnotherRunIsNotWrittenOver) {
  FakeLaboratory laboratory;
  run(laboratory);
  EXPECT_THROW(Journal(partial()).require_free(), reports::InputError);
  EXPECT_THROW(Journal(partial()).require_free(folder_ + "/other.partial"), reports::InputError);
  EXPECT_NO_THROW(Journal(partial()).require_free(partial()));
  EXPECT_NO_THROW(Journal(folder_ + "/free").require_free());
}

TEST_F(SuiteTest, RoundsForWhichADiskHasNoRoomAreKeptOnceItHas) {
  for (const bool for_ever : {true, false}) {
    const rlimit before = limit();
    FakeLaboratory laboratory;
    laboratory.fault = [&](const std::string&, unsigned nth, RoundResult&) {
      if (nth == 5) set_limit(fs::file_size(partial()) + 10);
      if (nth == 9 && !for_ever) ::setrlimit(RLIMIT_FSIZE, &before);
    };
    ::signal(SIGXFSZ, SIG_IGN);
    const reports::Run measured = run(laboratory);
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, SIG_DFL);
    EXPECT_EQ(laboratory.order.size(), 36u);
    EXPECT_EQ(std::count_if(measured.warnings.begin(), measured.warnings.end(), [](const std::string& one) { return one.find("could not be kept in") != one.npos; }), 1);
    const reports::Run kept = reports::results::read_partial(reports::read_file(partial()), "kept");
    std::size_t rounds = 0;
    for (const reports::Cell& cell : kept.cells) rounds += cell.rounds.size();
    EXPECT_EQ(rounds, for_ever ? 4u : 36u);
  }
}

}  // namespace
}  // namespace unblock::bench
