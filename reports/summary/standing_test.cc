// Who is told apart from whom.
#include "reports/summary/standing.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "reports/metrics/metrics.h"
#include "reports/summary/sentences.h"

namespace unblock::reports::summary {
namespace {

Cell cell_of(const std::string& runtime, const std::vector<double>& times) {
  Cell cell;
  cell.runtime = runtime;
  cell.workload = "echo";
  cell.name = runtime + "/echo";
  std::vector<double> sorted = times;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < times.size(); ++i) {
    Round round;
    round.index = static_cast<unsigned>(i);
    round.block = static_cast<unsigned>(i + 1);
    round.real_time_ns = times[i];
    cell.rounds.push_back(round);
  }
  cell.metrics[metrics::kTime] = {sorted.front(), sorted[sorted.size() / 2], sorted.back()};
  return cell;
}

Standings standings_of(const Run& run) { return standings(workloads(run).front().groups.front()); }

std::vector<std::size_t> ranks(const Standings& order) {
  std::vector<std::size_t> list;
  for (const Standing& one : order.cells) list.push_back(one.rank);
  return list;
}

TEST(Standing, AMachineThatChangesSpeedDoesNotTie) {
  // Both take half as long again in the later blocks; one is always 10 % slower than the other.
  reports::Run run;
  run.cells = {cell_of("epoll", {100, 101, 99, 150, 152, 149}), cell_of("asio", {110, 111.5, 109, 165, 167, 164})};
  const Standings order = standings_of(run);
  EXPECT_EQ(ranks(order), (std::vector<std::size_t>{1, 2}));
  EXPECT_TRUE(order.has_floor);
  EXPECT_NEAR(order.cells[1].ratio.estimate, 1.10, 0.01);
  EXPECT_GT(order.cells[1].ratio.low, 1.08);
}

TEST(Standing, OneRoundOrdersNothing) {
  reports::Run run;
  run.cells = {cell_of("epoll", {100}), cell_of("asio", {200})};
  const Standings order = standings_of(run);
  EXPECT_EQ(ranks(order), (std::vector<std::size_t>{1, 1}));
  EXPECT_TRUE(order.cells[0].tied && order.cells[1].tied);
  EXPECT_FALSE(order.cells[1].ratio.has_width());
  EXPECT_EQ(ratio_text(order.cells[1].ratio), "×2");
  EXPECT_FALSE(order.judged);
  EXPECT_EQ(sentence(workloads(run).front().groups.front()), "In one round each, one operation took 100 ns on epoll and 200 ns on asio.");
}

TEST(Standing, ThreeRoundsThatVaryAreNotEnough) {
  reports::Run run;
  run.cells = {cell_of("libuv", {100, 130, 90}), cell_of("asio", {120, 150, 95})};
  EXPECT_EQ(ranks(standings_of(run)), (std::vector<std::size_t>{1, 1}));
}

TEST(Standing, WithoutASurvivingRoundItIsShownAndNotRanked) {
  reports::Run run;
  run.cells = {cell_of("asio", {90, 91, 92}), cell_of("epoll", {100, 101, 100})};
  for (Round& round : run.cells[0].rounds) round.voided = true;
  const Standings order = standings_of(run);
  EXPECT_EQ(order.cells[0].cell->runtime, "epoll");
  EXPECT_EQ(order.cells[1].rank, 0u);
  EXPECT_EQ(order.reference->runtime, "epoll");
}

TEST(Standing, RanksByWhatTheWorkloadIsJudgedBy) {
  reports::Run run;
  run.cells = {cell_of("asio", {200, 201, 202, 200, 201, 200}), cell_of("libuv", {200, 200, 201, 202, 201, 200})};
  for (Cell& cell : run.cells) {
    const double tail = cell.runtime == "asio" ? 3e6 : 1e6;
    cell.headline = "latency_p99_ns";
    cell.metrics["latency_p99_ns"] = {tail, tail, tail};
    for (Round& round : cell.rounds) round.metrics["latency_p99_ns"] = tail + round.index;
  }
  const Standings order = standings_of(run);
  EXPECT_EQ(order.metric, "latency_p99_ns");
  EXPECT_EQ(order.cells[0].cell->runtime, "libuv");
  EXPECT_EQ(ranks(order), (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(sentence(workloads(run).front().groups.front()), "libuv had the lowest latency p99, 1.00 ms; asio had 3 times as much.");
}

TEST(Groups, BenchmarksOfAnotherProgramAreNotRanked) {
  reports::Run run;
  for (const char* name : {"BM_Read/real_time", "BM_Write/real_time"}) {
    Cell cell = cell_of("", run.cells.empty() ? std::vector<double>{10, 11, 12} : std::vector<double>{20, 22, 24});
    cell.name = name;
    cell.workload = std::string(name).substr(0, 7);
    cell.kind = CellKind::foreign;
    run.cells.push_back(cell);
  }
  const std::vector<Workload> all = workloads(run);
  const Group& group = all.front().groups.front();
  EXPECT_TRUE(group.metric.empty());
  EXPECT_EQ(label(*group.cells[0]), "BM_Read/real_time");
  EXPECT_EQ(sentence(group), "2 benchmarks, from 11 ns (BM_Read/real_time) to 22 ns (BM_Write/real_time).");
}

TEST(Groups, IdsDifferWhateverTheNames) {
  reports::Run run;
  run.cells = {cell_of("asio", {1}), cell_of("asio", {1})};
  run.cells[0].workload = "a b";
  run.cells[1].workload = "a-b";
  const std::vector<Workload> all = workloads(run);
  EXPECT_NE(all[0].id, all[1].id);
}

}  // namespace
}  // namespace unblock::reports::summary
