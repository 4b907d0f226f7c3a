// Each rule on rounds that earn it, and on rounds that do not.
#include "bench/run/verdicts/verdicts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bench/run/suite.h"

namespace unblock::bench {
namespace {

using reports::Cell;

Cell cell_with(const std::vector<double>& times_ns, std::map<std::string, double> metrics = {}) {
  Cell cell;
  cell.name = "epoll/echo/connections:64/bytes:64";
  cell.runtime = "epoll";
  cell.workload = "echo";
  for (const double time : times_ns) {
    reports::Round round;
    round.index = static_cast<unsigned>(cell.rounds.size());
    round.real_time_ns = time * 1000;
    round.iterations = 100'000'000;
    round.metrics = metrics;
    round.metrics["time_ns_per_op"] = time;
    cell.rounds.push_back(round);
  }
  for (const auto& [name, value] : metrics) cell.metrics[name] = {value, value, value};
  return cell;
}

std::vector<std::string> verdict_ids(const Cell& cell, Evidence evidence) {
  evidence.times_ns.clear();
  for (const reports::Round& round : cell.rounds) evidence.times_ns.push_back(round.metrics.at("time_ns_per_op"));
  std::vector<std::string> ids;
  for (const reports::Verdict& verdict : judge(evidence)) ids.push_back(verdict.id);
  return ids;
}

using Ids = std::vector<std::string>;

TEST(Verdicts, SteadyRoundsHaveNone) {
  const Cell cell = cell_with({100, 101, 99, 100, 102, 98, 100, 101, 99, 100});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell, .times_ns = {}}), Ids{});
}

TEST(Verdicts, RoundsThatGetSlowerAreDrifting) {
  const Cell cell = cell_with({100, 102, 103, 105, 106, 108, 110, 111});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell, .times_ns = {}}), Ids{"drifting"});
}

TEST(Verdicts, TwoGroupsOfRoundsAreBimodal) {
  const Cell cell = cell_with({100, 150, 101, 149, 99, 151, 100, 150, 101, 150});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell, .times_ns = {}}), (Ids{"noisy-machine", "bimodal"}));
}

TEST(Verdicts, ShortRoundsAreTooShort) {
  Cell cell = cell_with({100, 100, 100});
  cell.rounds[1].iterations = 10;
  EXPECT_EQ(verdict_ids(cell, {.cell = cell, .times_ns = {}}), Ids{"too-short"});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell, .times_ns = {}, .once = true}), Ids{});
}

TEST(Verdicts, StealVoidedRoundsAndSpreadAreANoisyMachine) {
  const Cell steady = cell_with({100, 100, 100});
  EXPECT_EQ(verdict_ids(steady, {.cell = steady, .times_ns = {}, .steal_share = 0.05}), Ids{"noisy-machine"});
  EXPECT_EQ(verdict_ids(steady, {.cell = steady, .times_ns = {}, .voided_rounds = 1}), Ids{"noisy-machine"});
  const Cell wide = cell_with({100, 140, 180, 70, 240});
  EXPECT_EQ(verdict_ids(wide, {.cell = wide, .times_ns = {}}), Ids{"noisy-machine"});
}

TEST(Verdicts, WhoeverUsesUpItsCoreIsTheBound) {
  const Cell client = cell_with({100, 100, 100}, {{"cpu_share", 0.99}, {"target_busy", 0.9}});
  EXPECT_EQ(verdict_ids(client, {.cell = client, .times_ns = {}, .needs_target = true}), Ids{"client-bound"});
  const Cell target = cell_with({100, 100, 100}, {{"cpu_share", 0.5}, {"target_busy", 0.97}});
  EXPECT_EQ(verdict_ids(target, {.cell = target, .times_ns = {}, .needs_target = true}), Ids{"target-bound"});
  EXPECT_EQ(verdict_ids(client, {.cell = client, .times_ns = {}}), Ids{});
}

TEST(Verdicts, ATargetThatFallsBehindItsScheduleIsTheBound) {
  const Cell late = cell_with({100, 100, 100}, {{"cpu_share", 0.99}, {"target_late_p99_ns", 9e6}});
  EXPECT_EQ(verdict_ids(late, {.cell = late, .times_ns = {}, .needs_target = true}), (Ids{"client-bound", "target-bound"}));
  const Cell punctual = cell_with({100, 100, 100}, {{"target_late_p99_ns", 1e6}});
  EXPECT_EQ(verdict_ids(punctual, {.cell = punctual, .times_ns = {}, .needs_target = true}), Ids{});
}

TEST(Verdicts, PassesThatSpeedUpHaveNoSteadyState) {
  const Cell cell = cell_with({100, 100, 100}, {{"drift_within", 0.7}});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell, .times_ns = {}}), Ids{"no-steady-state"});
}

TEST(Verdicts, AFailedCellWithholdsItsTime) {
  Cell cell = cell_with({100});
  cell.status = reports::CellStatus::failed;
  cell.reason = "wrong work: the worker claims 2 requests, the target counted 1";
  const auto verdicts = judge({.cell = cell, .times_ns = {100}});
  ASSERT_FALSE(verdicts.empty());
  EXPECT_EQ(verdicts[0].id, "wrong-work");
  EXPECT_TRUE(verdicts[0].withholds);
}

Cell sleeping(int tasks, double peak_bytes) {
  Cell cell = cell_with({100, 100, 100}, {{"rss_peak_bytes", peak_bytes}});
  cell.name = "epoll/sleep/tasks:" + std::to_string(tasks);
  cell.workload = "sleep";
  cell.arguments = {{"tasks", std::to_string(tasks)}};
  return cell;
}

TEST(Summary, MemoryPerTaskIsTheSlopeOverSeveralSizes) {
  reports::Run run;
  std::vector<CellDescription> described;
  for (const int tasks : {1'000, 10'000, 100'000}) {
    run.cells.push_back(sleeping(tasks, 5e6 + 144.0 * tasks));
    described.emplace_back();
    described.back().name = run.cells.back().name;
    described.back().once = true;
  }
  summarise(run, described, 0);
  for (const Cell& cell : run.cells) {
    EXPECT_NEAR(cell.metrics.at("bytes_per_task").estimate, 144, 1e-6);
    EXPECT_NEAR(cell.metrics.at("bytes_per_task_r2").estimate, 1, 1e-9);
  }
}

TEST(Summary, VoidedRoundsDoNotCountUnlessThereIsNothingElse) {
  reports::Run run;
  run.cells = {cell_with({100, 100, 300}), cell_with({200, 200})};
  run.cells[0].rounds[2].voided = true;
  for (reports::Round& round : run.cells[1].rounds) round.voided = true;
  summarise(run, {}, 0);
  EXPECT_EQ(run.cells[0].metrics.at("time_ns_per_op").high, 100);
  EXPECT_EQ(run.cells[1].metrics.at("time_ns_per_op").estimate, 200);
  ASSERT_FALSE(run.cells[1].verdicts.empty());
  EXPECT_EQ(run.cells[1].verdicts[0].id, "noisy-machine");
}

}  // namespace
}  // namespace unblock::bench
