// The stored judge on pairs of runs whose truth is known. Its rates over many pairs: tests/reports/agreement_test.cc.
#include "reports/compare/stored.h"

#include <gtest/gtest.h>

#include <cmath>

#include "reports/compare/outcome.h"
#include "reports/compare/phrases.h"

namespace unblock::reports::compare {
namespace {

Cell cell_of(const std::string& name, const std::vector<double>& times, const std::map<std::string, double>& scales = {}) {
  Cell cell;
  cell.name = cell.workload = name;
  cell.kind = CellKind::foreign;
  for (const double time : times) {
    Round round;
    round.real_time_ns = round.cpu_time_ns = time;
    for (const auto& [metric, scale] : scales) round.metrics[metric] = scale > 0 ? time * scale : -scale / time;
    cell.rounds.push_back(round);
  }
  cell.metrics["time_ns_per_op"] = {times.front(), times.front(), times.front()};
  return cell;
}

std::vector<double> around(double center, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(center * (1 + 0.002 * static_cast<double>(i % 5) + 1e-6 * static_cast<double>(i)));
  return values;
}

Run run_of(std::vector<Cell> cells) {
  Run run;
  run.cells = std::move(cells);
  return run;
}

Comparison compare(const Run& before, const Run& now) { return compare_stored(before, now, {}); }

TEST(StoredJudge, OneRepetitionHasNoIntervalAndNoVerdict) {
  const Comparison made = compare(run_of({cell_of("A", {100})}), run_of({cell_of("A", {150})}));
  const MetricResult& metric = made.benchmarks[0].metrics[0];
  EXPECT_TRUE(metric.undecided());
  EXPECT_TRUE(std::isinf(metric.low) && std::isinf(metric.high));
  EXPECT_EQ(interval_text(metric), "not yet bounded");
  EXPECT_EQ(exit_code(made, Undecided::stays), 3);
}

TEST(StoredJudge, HigherIsBetterIsShownAsItChanged) {
  const std::map<std::string, double> rate = {{"items_per_second", -1e9}};
  StoredOptions options;
  options.rules["items_per_second"] = MetricRule::higher;
  const Comparison made = compare_stored(run_of({cell_of("A", around(100, 12), rate)}), run_of({cell_of("A", around(112, 12), rate)}), options);
  for (const MetricResult& metric : made.benchmarks[0].metrics) {
    const bool is_rate = metric.metric == "items_per_second";
    EXPECT_TRUE(metric.fails()) << metric.metric;
    EXPECT_EQ(metric.log_ratio < 0, is_rate);
    EXPECT_LE(metric.low, metric.log_ratio);
    EXPECT_LE(metric.log_ratio, metric.high);
    EXPECT_EQ(change_text(metric.log_ratio), is_rate ? "-10.7 %" : "+12.0 %");
    EXPECT_EQ(verdict_text(metric), is_rate ? "WORSE" : "SLOWER");
  }
}

TEST(StoredJudge, TheHeadlineTakesThePlaceOfTheTime) {
  const auto with_tail = [](double tail) {
    Cell cell = cell_of("asio/echo_open/per_second:5000", around(200'000, 12));
    cell.headline = "latency_p99_ns";
    for (std::size_t i = 0; i < cell.rounds.size(); ++i) cell.rounds[i].metrics["latency_p99_ns"] = around(tail, 12)[i];
    return cell;
  };
  const Comparison made = compare(run_of({with_tail(1e6)}), run_of({with_tail(2e6)}));
  ASSERT_EQ(made.benchmarks[0].metrics.size(), 1u);
  EXPECT_EQ(made.benchmarks[0].metrics[0].metric, "latency_p99_ns");
  EXPECT_TRUE(made.benchmarks[0].metrics[0].fails());
}

TEST(StoredJudge, OtherCachesOrAnotherClockAreAnotherMachine) {
  reports::Run before = run_of({cell_of("A", around(100, 12))}), now = run_of({cell_of("A", around(160, 12))});
  before.environment = {{"num_cpus", "4"}, {"caches", "L3 Unified 33554432 x4"}, {"mhz_per_cpu", "3500"}};
  now.environment = {{"num_cpus", "4"}, {"caches", "L3 Unified 37748736 x4"}, {"mhz_per_cpu", "3490"}};
  Comparison made = compare(before, now);
  EXPECT_TRUE(made.other_machine);
  EXPECT_EQ(exit_code(made, Undecided::stays), 3);
  now.environment["caches"] = before.environment["caches"];
  EXPECT_FALSE(compare(before, now).other_machine) << "a clock that is read while it changes differs a little";
  now.environment["mhz_per_cpu"] = "3219";
  EXPECT_TRUE(compare(before, now).other_machine);
}

TEST(StoredJudge, WhatOnlyOneFileHasIsNamed) {
  const Comparison made = compare(run_of({cell_of("A", {1}), cell_of("Old", {1})}), run_of({cell_of("New", {1}), cell_of("A", {1})}));
  EXPECT_EQ(made.added, std::vector<std::string>{"New"});
  EXPECT_EQ(made.removed, std::vector<std::string>{"Old"});
  EXPECT_EQ(not_compared(made).size(), 2u);
}

TEST(StoredJudge, ACellWithoutASurvivingRoundIsComparedWithNothing) {
  reports::Run before = run_of({cell_of("A", around(100, 12))}), now = run_of({cell_of("A", around(300, 12))});
  for (Round& round : now.cells[0].rounds) round.voided = true;
  const Comparison made = compare(before, now);
  EXPECT_EQ(made.benchmarks[0].state, BenchmarkResult::State::left_out);
}

TEST(Outcome, WhatLooksSlowerIsNotLeftGreen) {
  reports::Run before, now;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "B" + std::to_string(i);
    before.cells.push_back(cell_of(name, around(100, 6)));
    now.cells.push_back(cell_of(name, around(i == 7 ? 130 : 100, 6)));
  }
  const Comparison made = compare(before, now);
  EXPECT_EQ(exit_code(made, Undecided::stays), 4);
  EXPECT_EQ(exit_code(made, Undecided::is_fine), 0);
  EXPECT_NE(headline(made, Undecided::stays).find("one looks slower: B7"), std::string::npos) << headline(made, Undecided::stays);
}

}  // namespace
}  // namespace unblock::reports::compare
