#include "watch/watcher/time_spent.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace unblock::watch {
namespace {

constexpr std::uint64_t kMs = 1'000'000;

/// Times in milliseconds.
Reading reading(double at, double ran, double waited, std::optional<bool> asleep, std::uint64_t slices = 0) {
  const auto ns = [](double ms) { return static_cast<std::uint64_t>(ms * static_cast<double>(kMs)); };
  return {at / 1e3, Schedule{ns(ran), ns(waited), slices}, asleep};
}

TEST(TimeSpent, ASleepThatIsSeenAwakeBetweenTwoChunksIsParked) {
  // sqlite's busy handler: 1, 2, 5, 10, 15, 20 ms, and each look happens to fall between two of them.
  const std::vector<Reading> seen = {reading(0, 5, 0, std::nullopt, 10), reading(18, 5.4, 0.1, false, 20), reading(33, 5.6, 0.2, false, 30),
                                     reading(54, 5.7, 0.2, true, 40)};
  const TimeSpent spent = time_spent(seen, 0, 0.053);
  EXPECT_GT(spent.parked_share(), 0.95);
  EXPECT_NEAR(spent.parked_s + spent.computing_s + spent.starved_s, 0.053, 1e-9);
}

TEST(TimeSpent, AComputationThatWaitsForACpuIsComputingAndStarved) {
  const std::vector<Reading> seen = {reading(0, 5, 0, std::nullopt, 1), reading(16, 11, 10, false, 4), reading(40, 23, 22, false, 8),
                                     reading(61, 34, 32, true, 11)};
  const TimeSpent spent = time_spent(seen, 0, 0.060);
  EXPECT_EQ(spent.parked_share(), 0);
  EXPECT_NEAR(spent.computing_s, 0.029, 0.001);
  EXPECT_NEAR(spent.starved_s, 0.031, 0.001);
}

TEST(TimeSpent, WhatAHostTakesFromARunningThreadIsNotSleep) {
  // The first slice goes on until the second look, but only 4 of 20 ms were the thread's: the host of the virtual machine had the rest.
  const std::vector<Reading> seen = {reading(10, 5, 0, false, 3), reading(30, 9, 0, false, 4)};
  const TimeSpent spent = time_spent(seen, 0.010, 0.030);
  EXPECT_EQ(spent.parked_s, 0);
  const TimeSpent later = time_spent({reading(9, 4, 0, false, 2), seen[0], seen[1]}, 0.009, 0.030);
  EXPECT_NEAR(later.starved_s, 0.016, 1e-6);
}

TEST(TimeSpent, WorkBeforeTheTurnIsNotTheTurns) {
  // 18 ms of work between the readings, but the turn is only their last 10 ms, and it was asleep when it was looked at.
  const std::vector<Reading> seen = {reading(0, 0, 0, std::nullopt, 1), reading(30, 18, 0, true, 2), reading(31, 18, 0, true, 2)};
  EXPECT_NEAR(time_spent(seen, 0.020, 0.031).parked_share(), 1, 1e-6);
}

TEST(TimeSpent, WorkAfterTheTurnIsNotTheTurns) {
  const std::vector<Reading> seen = {reading(0, 0, 0, true, 1), reading(30, 0, 0, true, 1), reading(45, 5, 0, std::nullopt, 2)};
  EXPECT_NEAR(time_spent(seen, 0, 0.040).parked_share(), 1, 1e-6);
}

TEST(TimeSpent, AShareOfBothIsMeasured) {
  const std::vector<Reading> seen = {reading(0, 0, 0, true, 1), reading(10, 2, 0, true, 2), reading(20, 10, 0, false, 3), reading(21, 10, 0, true, 3)};
  const TimeSpent spent = time_spent(seen, 0, 0.020);
  EXPECT_NEAR(spent.parked_s, 0.010, 1e-3);
  EXPECT_NEAR(spent.computing_s, 0.010, 1e-3);
}

TEST(TimeSpent, AWaitForACpuBeforeTheTurnIsNotAllTheTurns) {
  // 300 ms between the readings, in which it ran 62 and waited 200; the turn is 118 of them.
  const TimeSpent spent = time_spent({reading(0, 0, 0, std::nullopt, 1), reading(300, 62, 200, true, 40)}, 0.100, 0.218);
  EXPECT_LT(spent.starved_s, 0.080);
  EXPECT_GT(spent.computing_s, 0.035);
}

TEST(TimeSpent, WithoutCountersTheStateAtTheLooksDecides) {
  const std::vector<Reading> seen = {{0.010, std::nullopt, true}, {0.015, std::nullopt, false}};
  const TimeSpent spent = time_spent(seen, 0, 0.020);
  EXPECT_NEAR(spent.parked_s, 0.010, 1e-9);
  EXPECT_NEAR(spent.computing_s, 0.010, 1e-9);
}

TEST(TimeSpent, WithoutAnyLookTheCountersDo) {
  const std::vector<Reading> seen = {reading(0, 0, 0, std::nullopt, 1), reading(22, 11, 11, true, 2)};
  const TimeSpent spent = time_spent(seen, 0.001, 0.021);
  EXPECT_NEAR(spent.computing_s, 0.010, 1e-3);
  EXPECT_NEAR(spent.starved_s, 0.010, 1e-3);
  EXPECT_EQ(time_spent({}, 0, 0.020).computing_s, 0.020);
}

TEST(TimeSpent, WithoutAStopLessIsSleptAndThenLessComputed) {
  const TimeSpent spent = without({0.030, 0.020, 0.005}, 0.040);
  EXPECT_DOUBLE_EQ(spent.parked_s, 0);
  EXPECT_NEAR(spent.computing_s, 0.010, 1e-12);
  EXPECT_DOUBLE_EQ(spent.starved_s, 0.005);
  EXPECT_DOUBLE_EQ(without({0.030, 0.020, 0}, 1).computing_s, 0);
}

TEST(Readings, OfALongTurnGetCoarseAndKeepTheirEnds) {
  Readings readings;
  for (int i = 0; i <= 1000; ++i) readings.add(reading(i, i / 4.0, 0, true, static_cast<std::uint64_t>(i)));
  EXPECT_LE(readings.all().size(), 64U);
  EXPECT_NEAR(time_spent(readings.all(), 0, 1).parked_share(), 0.75, 1e-3);
}

TEST(Readings, KeepTheLastOneBeforeWhatIsStillAskedFor) {
  Readings readings;
  for (int i = 0; i < 10; ++i) readings.add(reading(i, 0, 0, true));
  readings.forget_before(0.0055);
  ASSERT_EQ(readings.all().size(), 5U);
  EXPECT_DOUBLE_EQ(readings.all().front().at_s, 0.005);
}

}  // namespace
}  // namespace unblock::watch
