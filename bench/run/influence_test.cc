// What can have moved a number, and what cannot.
#include "bench/run/influence.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

constexpr Canary kBefore{{1e9}, {1e5}}, kSlower{{0.8e9}, {1e5}}, kFarther{{1e9}, {0.5e5}};  // a trip of 10 µs, then of 20 µs

reports::Cell cell(const std::string& headline, const std::string& placement) {
  reports::Cell made;
  made.headline = headline;
  made.placement = placement;
  return made;
}

reports::Round round_with(std::map<std::string, double> metrics) {
  reports::Round made;
  made.metrics = std::move(metrics);
  return made;
}

TEST(Influence, SpeedMovesWhatComputes) {
  EXPECT_NEAR(influence(cell("", ""), round_with({{"time_ns_per_op", 1e3}, {"cpu_share", 1}}), kBefore, kSlower), 0.25, 1e-9);
  EXPECT_NEAR(influence(cell("", ""), round_with({{"time_ns_per_op", 1e8}, {"cpu_share", 0.02}}), kBefore, kSlower), 0.005, 1e-9);
}

TEST(Influence, TripsMoveWhatCrossesCpus) {
  const auto one_at_a_time = round_with({{"time_ns_per_op", 2e4}, {"cpu_share", 0.5}, {"voluntary_switches_per_op", 1}});
  EXPECT_NEAR(influence(cell("", "two-cores"), one_at_a_time, kBefore, kFarther), 0.5, 1e-9);
  EXPECT_EQ(influence(cell("", "one-core"), one_at_a_time, kBefore, kFarther), 0);
  EXPECT_EQ(influence(cell("", ""), one_at_a_time, kBefore, kFarther), 0);
  const auto many_at_once = round_with({{"time_ns_per_op", 2e3}, {"cpu_share", 1}, {"voluntary_switches_per_op", 0.001}});
  EXPECT_LT(influence(cell("", "two-cores"), many_at_once, kBefore, kFarther), 0.01);
}

TEST(Influence, ATailOfMillisecondsHidesATrip) {
  const auto round = round_with({{"time_ns_per_op", 1e4}, {"latency_p99_ns", 5e6}, {"cpu_share", 0.3}});
  EXPECT_LT(influence(cell("latency_p99_ns", "two-cores"), round, kBefore, kFarther), 0.01);
}

TEST(Influence, MemoryStaysWhatItIs) {
  EXPECT_EQ(influence(cell("bytes_per_task", ""), round_with({{"time_ns_per_op", 1e3}, {"cpu_share", 1}}), kBefore, kSlower), 0);
}

TEST(Influence, WhatACanaryVariesByWithinItselfIsNoChange) {
  const auto round = round_with({{"time_ns_per_op", 1e3}, {"cpu_share", 1}});
  const Canary disturbed{{1e9, 0.5e9}, {1e5, 1e5}}, more{{0.7e9, 0.4e9}, {1e5, 1e5}}, slower{{0.45e9, 0.4e9}, {1e5, 1e5}};
  EXPECT_EQ(influence(cell("", ""), round, disturbed, more), 0);
  EXPECT_GT(influence(cell("", ""), round, disturbed, slower), 1);
}

TEST(Influence, TheLargerChangeIsTold) {
  EXPECT_EQ(describe_change(kBefore, kFarther), "the time of a trip between two CPUs changed by +100 %");
  EXPECT_EQ(describe_change(kBefore, kSlower), "the time of a fixed piece of work changed by +25 %");
}

}  // namespace
}  // namespace unblock::bench
