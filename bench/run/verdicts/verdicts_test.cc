// Each rule on rounds that earn it, and on rounds that do not.
#include "bench/run/verdicts/verdicts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "bench/run/suite.h"
#include "bench/run/verdicts/explained.h"

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
  if (evidence.headline.empty()) evidence.headline = "time_ns_per_op";
  for (const reports::Round& round : cell.rounds) evidence.values.push_back(round.metrics.at("time_ns_per_op"));
  std::vector<std::string> ids;
  for (const reports::Verdict& verdict : judge(evidence)) ids.push_back(verdict.id);
  return ids;
}

using Ids = std::vector<std::string>;

TEST(Verdicts, SteadyRoundsHaveNone) {
  const Cell cell = cell_with({100, 101, 99, 100, 102, 98, 100, 101, 99, 100});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell}), Ids{});
}

TEST(Verdicts, RoundsThatGetSlowerAreDrifting) {
  const Cell cell = cell_with({100, 102, 103, 105, 106, 108, 110, 111});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell}), Ids{"drifting"});
}

TEST(Verdicts, TwoGroupsOfRoundsAreBimodal) {
  const Cell cell = cell_with({100, 150, 101, 149, 99, 151, 100, 150, 101, 150});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell}), (Ids{"noisy-machine", "bimodal"}));
}

TEST(Verdicts, ShortRoundsAreTooShort) {
  Cell cell = cell_with({100, 100, 100});
  cell.rounds[1].iterations = 10;
  EXPECT_EQ(verdict_ids(cell, {.cell = cell}), Ids{"too-short"});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell, .once = true}), Ids{});
}

TEST(Verdicts, StealVoidedRoundsAndSpreadAreANoisyMachine) {
  const Cell steady = cell_with({100, 100, 100});
  EXPECT_EQ(verdict_ids(steady, {.cell = steady, .steal_share = 0.05}), Ids{"noisy-machine"});
  EXPECT_EQ(verdict_ids(steady, {.cell = steady, .voided_rounds = 2}), Ids{"noisy-machine"});
  EXPECT_EQ(verdict_ids(steady, {.cell = steady, .voided_rounds = 1}), Ids{});
  const Cell wide = cell_with({100, 140, 180, 70, 240});
  EXPECT_EQ(verdict_ids(wide, {.cell = wide}), Ids{"noisy-machine"});
}

TEST(Verdicts, WhatTheMachineCannotChangeIsNotDoubtedForIt) {
  const Cell idle = cell_with({100, 100, 100}, {{"cpu_share", 0.1}});
  EXPECT_EQ(verdict_ids(idle, {.cell = idle, .steal_share = 0.05}), Ids{});
  const Cell steady = cell_with({100, 100, 100});
  EXPECT_EQ(verdict_ids(steady, {.cell = steady, .headline = "bytes_per_task", .steal_share = 0.05, .voided_rounds = 3}), Ids{});
}

TEST(Verdicts, ThroughputAndLatencyAccountForTheClients) {
  const Cell honest = cell_with({100, 100, 100}, {{"in_flight_share", 0.97}});
  EXPECT_EQ(verdict_ids(honest, {.cell = honest}), Ids{});
  for (const double share : {0.9, 1.08}) {
    const Cell odd = cell_with({100, 100, 100}, {{"in_flight_share", share}});
    EXPECT_EQ(verdict_ids(odd, {.cell = odd}), Ids{"littles-law"});
  }
}

TEST(Verdicts, WhoeverHasNoHeadroomIsTheBound) {
  const Cell client = cell_with({100, 100, 100}, {{"cpu_share", 0.85}, {"target_busy", 0.5}});
  EXPECT_EQ(verdict_ids(client, {.cell = client, .headline = "latency_p99_ns", .needs_target = true}), Ids{"client-bound"});
  EXPECT_EQ(verdict_ids(client, {.cell = client, .headline = "latency_p99_ns"}), Ids{});
  const Cell target = cell_with({100, 100, 100}, {{"cpu_share", 0.5}, {"target_busy", 0.85}});
  EXPECT_EQ(verdict_ids(target, {.cell = target, .needs_target = true}), Ids{"target-bound"});
}

TEST(Verdicts, ABusyClientIsNoDoubtWhereItsCostIsTheQuestion) {
  const Cell client = cell_with({100, 100, 100}, {{"cpu_share", 0.99}});
  EXPECT_EQ(verdict_ids(client, {.cell = client, .needs_target = true}), Ids{});
}

TEST(Verdicts, ATargetThatFallsBehindItsScheduleIsTheBound) {
  const Cell late = cell_with({100, 100, 100}, {{"target_late_p99_ns", 9e6}});
  EXPECT_EQ(verdict_ids(late, {.cell = late, .needs_target = true}), Ids{"target-bound"});
  const Cell punctual = cell_with({100, 100, 100}, {{"target_late_p99_ns", 1e6}});
  EXPECT_EQ(verdict_ids(punctual, {.cell = punctual, .needs_target = true}), Ids{});
}

TEST(Verdicts, PassesThatSpeedUpHaveNoSteadyState) {
  const Cell cell = cell_with({100, 100, 100}, {{"drift_within", 0.7}});
  EXPECT_EQ(verdict_ids(cell, {.cell = cell}), Ids{"no-steady-state"});
}

TEST(Verdicts, AFailedCellWithholdsItsTime) {
  Cell cell = cell_with({100});
  cell.status = reports::CellStatus::failed;
  cell.reason = "wrong work: the worker claims 2 requests, the target counted 1";
  const auto verdicts = judge({.cell = cell});
  ASSERT_FALSE(verdicts.empty());
  EXPECT_EQ(verdicts[0].id, "wrong-work");
  EXPECT_TRUE(verdicts[0].withholds);
}

TEST(Verdicts, EachIsExplained) {
  std::set<std::string_view> ids;
  for (const Explained& one : explained_verdicts()) ids.insert(one.id);
  EXPECT_EQ(ids.size(), rules().size() + 1);  // a cell that failed has a name of its own
  for (const char* id : {"wrong-work", "failed", "too-short", "noisy-machine", "drifting", "bimodal", "client-bound", "target-bound", "littles-law", "no-steady-state"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
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
    described.back().arguments = run.cells.back().arguments;
    described.back().needs.held = "tasks";
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
  EXPECT_TRUE(run.cells[1].rounds[0].voided);  // shown, and not ranked
}

}  // namespace
}  // namespace unblock::bench
