// One line that answers.
#include "reports/summary/answer.h"

#include <gtest/gtest.h>

namespace unblock::reports::summary {
namespace {

Cell cell(const std::string& runtime, const std::vector<double>& p99_ns) {
  Cell made;
  made.name = runtime + "/keepalive/connections:256";
  made.runtime = runtime;
  made.workload = "keepalive";
  made.arguments = {{"connections", "256"}};
  made.placement = "two-cores";
  made.headline = "latency_p99_ns";
  for (const double value : p99_ns) {
    Round round;
    round.block = static_cast<unsigned>(made.rounds.size() + 1);
    round.metrics = {{"latency_p99_ns", value}, {"time_ns_per_op", 1e3}};
    made.rounds.push_back(round);
    made.metrics["latency_p99_ns"] = {value, value, value};
  }
  made.metrics["time_ns_per_op"] = {1e3, 1e3, 1e3};
  return made;
}

std::string answer(const Cell& one, const Cell& other) {
  Run run;
  run.cells = {one, other};
  return answers(run, {one.runtime, other.runtime});
}

const std::vector<double> kSix = {6.0e6, 6.1e6, 6.0e6, 6.2e6, 6.1e6, 6.0e6};

TEST(Answer, SaysWhichByHowMuchAndHowSurely) {
  std::vector<double> slower = kSix;
  for (std::size_t i = 0; i < slower.size(); ++i) slower[i] *= 1.5 + 0.001 * static_cast<double>(i);
  const std::string line = answer(cell("asio", kSix), cell("libuv", slower));
  EXPECT_NE(line.find("keepalive (connections 256 · two cores): asio is better than libuv: latency p99 6.00 ms against 9.03 ms, ratio 0.67"), line.npos) << line;
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(Answer, WhatIsNotToldApartIsTied) {
  std::vector<double> alike = {6.1e6, 6.0e6, 6.05e6, 6.1e6, 6.0e6, 6.1e6};
  EXPECT_NE(answer(cell("asio", kSix), cell("libuv", alike)).find("asio and libuv are tied"), std::string::npos);
}

TEST(Answer, OneRoundSaysNothing) {
  EXPECT_NE(answer(cell("asio", {6e6}), cell("libuv", {9e6})).find("cannot be told apart from one round each"), std::string::npos);
}

TEST(Answer, WithoutAResultTheReasonIsSaid) {
  Cell missing = cell("blocking", {});
  missing.metrics.clear();
  missing.status = CellStatus::not_applicable;
  missing.reason = "256 clients at once, and only 1 can be served at a time";
  EXPECT_NE(answer(cell("asio", kSix), missing).find("blocking has no result: 256 clients at once"), std::string::npos);
}

}  // namespace
}  // namespace unblock::reports::summary
