// The promised error rates, by simulation: the gate looks after every block, on machines that are anything but quiet.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string_view>

#include "statistics/decision.h"
#include "statistics/machines_for_tests.h"
#include "statistics/rehearsal.h"

namespace unblock::statistics {
namespace {

const double kTolerated = Promise().limits().tolerated, kMargin = Promise().limits().margin;  // log ratios of 2 % and 5 %

/// How many of `gates` may err if each does with the promised 1 %: the quantile of the binomial distribution that chance
/// passes once in a thousand.
int most_errors(int gates, double rate = 0.01) {
  constexpr double kChance = 0.001;
  double exactly = std::pow(1 - rate, gates), up_to = exactly;
  int k = 0;
  for (; up_to < 1 - kChance; ++k) {
    exactly *= rate / (1 - rate) * (gates - k) / (k + 1);
    up_to += exactly;
  }
  return k;
}

/// How many of `gates` gave each verdict.
struct Verdicts {
  int slower = 0, within_margin = 0, cannot_tell = 0;
};

Verdicts play(const Machine& machine, double effect, int gates, std::size_t most_blocks = 60) {
  Random random(20260101);
  Verdicts verdicts;
  for (int i = 0; i < gates; ++i) {
    const Decision decision = gate(machine, effect, most_blocks, random);
    ++(decision == Decision::slower ? verdicts.slower : decision == Decision::within_margin ? verdicts.within_margin
                                                                                            : verdicts.cannot_tell);
  }
  return verdicts;
}

/// On each machine alone, and over all of them together, where the bound is sharper.
void expect_kept(double effect, int Verdicts::* error) {
  constexpr int kGates = 8000;
  int all = 0;
  for (const Case& machine : machines()) {
    const int seen = play(machine.machine, effect, kGates).*error;
    EXPECT_LE(seen, most_errors(kGates)) << machine.name;
    all += seen;
  }
  EXPECT_LE(all, most_errors(kGates * static_cast<int>(machines().size())));
}

TEST(Promises, IdenticalProgramsAreRarelyCalledSlower) { expect_kept(0, &Verdicts::slower); }

TEST(Promises, WhatIsToleratedIsRarelyCalledSlower) { expect_kept(kTolerated, &Verdicts::slower); }

TEST(Promises, ASlowdownByTheMarginIsRarelyCalledWithinIt) { expect_kept(kMargin, &Verdicts::within_margin); }

TEST(Promises, TheBoundIsTheBinomialQuantile) {
  EXPECT_EQ(most_errors(1), 1);
  EXPECT_EQ(most_errors(100), 5);    // P(more than 5) = 0.00053, P(more than 4) = 0.0034
  EXPECT_EQ(most_errors(100, 0.5), 65);
}

TEST(Power, FivePercentIsFoundAtTypicalNoise) { EXPECT_GE(play(normal(0.035), kMargin, 1000).slower, 970); }

TEST(Power, TenPercentIsFoundOnAnyOfTheMachines) {
  for (const Case& machine : machines()) {
    if (std::string_view(machine.name) == "normal, 10 %") continue;
    EXPECT_GE(play(machine.machine, std::log(1.10), 300, 100).slower, 285) << machine.name;
  }
}

TEST(Power, WhatCannotBeFoundIsUndecidedNotPassed) {
  const Verdicts seen = play(normal(0.3), kMargin, 500, 30);
  EXPECT_GE(seen.cannot_tell, 450);
  EXPECT_LE(seen.within_margin, most_errors(500));
}

TEST(Power, QuietMachinesNeedFewBlocks) {
  EXPECT_GE(play(normal(0.005), 0, 1000, 10).within_margin, 980);
  EXPECT_GE(play(normal(0.005), kMargin, 1000, 10).slower, 980);
}

TEST(Family, ManyComparisonsTogetherKeepTheRate) {
  Random random(7);
  const Promise promise;
  constexpr int kGates = 300, kComparisons = 30;
  int alarms = 0;
  for (int i = 0; i < kGates; ++i) {
    std::vector<Evidence> evidence(kComparisons, Evidence(promise.limits()));
    std::vector<const Evidence*> pointers;
    const Machine machine = autoregressive(0.03, 0.8);
    for (Evidence& one : evidence) pointers.push_back(&one);
    bool alarm = false;
    for (int round = 0; round < 25 && !alarm; ++round) {
      for (Evidence& one : evidence) one.add(block(machine, kTolerated, random));
      for (const Decision decision : decide(pointers, promise)) alarm |= decision == Decision::slower;
    }
    alarms += alarm;
  }
  EXPECT_LE(alarms, most_errors(kGates));
}

TEST(Family, TheIntervalCoversTheTruthHoweverOftenOneLooks) {
  Random random(11);
  const double truth = std::log(1.03), threshold = std::log(100);
  constexpr int kGates = 200;
  int missed = 0;
  for (int i = 0; i < kGates; ++i) {
    Evidence evidence(Promise().limits());
    const Machine machine = heavy_tails(0.03);
    bool miss = false;
    for (int n = 0; n < 40; ++n) {
      evidence.add(block(machine, truth, random));
      miss |= evidence.lower_bound(threshold) > truth || evidence.upper_bound(threshold) < truth;
    }
    missed += miss;
  }
  EXPECT_LE(missed, most_errors(kGates, 0.02));  // 1 % on either side
}

}  // namespace
}  // namespace unblock::statistics
