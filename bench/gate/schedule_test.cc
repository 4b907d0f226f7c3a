// The schedule on a clock that is simulated: what a budget decides.
#include "bench/gate/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "statistics/machines_for_tests.h"

namespace unblock::bench::gate {
namespace {

using statistics::Decision;
using statistics::Evidence;

/// A session without processes: blocks cost what they cost, and give what the machine and the effect make of them.
struct Simulation {
  std::vector<double> effects;  ///< log ratios
  double block_s = 0.25, budget_s = 240;
  statistics::Machine machine = statistics::normal(0.02);
  std::uint64_t seed = 1;

  std::vector<Evidence> evidence{};
  std::vector<Decision> decisions{};
  std::string says{};
  double spent_s = 0;

  void play() {
    const statistics::Promise promise;
    statistics::Random random(seed);
    evidence.assign(effects.size(), Evidence(promise.limits()));
    decisions.assign(effects.size(), Decision::cannot_tell);
    while (spent_s < budget_s) {
      const std::vector<Contest> contests = contests_now();
      const std::vector<Forecast> ahead = forecast(contests, promise);
      if (evidence.back().blocks() == 1 && says.empty()) says = words(outlook(contests, ahead, spent_s, budget_s - spent_s), budget_s);
      const std::vector<std::size_t> pass = next_pass(contests, ahead, budget_s - spent_s);
      if (pass.empty()) break;
      for (const std::size_t i : pass) {
        if (spent_s >= budget_s) break;
        evidence[i].add(statistics::block(machine, effects[i], random));
        spent_s += block_s;
      }
      std::vector<const Evidence*> all;
      for (const Evidence& one : evidence) all.push_back(&one);
      decisions = decide(all, promise);
    }
  }

  std::vector<Contest> contests_now() const {
    std::vector<Contest> contests;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      Contest one{{}, evidence[i].blocks() > 0 ? block_s : 0, decisions[i] == Decision::cannot_tell};
      if (evidence[i].blocks() > 0) one.evidence.push_back(&evidence[i]);
      contests.push_back(one);
    }
    return contests;
  }

  std::size_t decided() const {
    return static_cast<std::size_t>(std::count_if(decisions.begin(), decisions.end(), [](Decision one) { return one != Decision::cannot_tell; }));
  }
};

TEST(Schedule, OfManyBenchmarksThoseThatChangedAreDecided) {
  int found = 0, alarms = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Simulation gate{.effects = std::vector<double>(250, 0), .seed = seed};
    for (const std::size_t slow : {3u, 77u, 120u, 121u, 249u}) gate.effects[slow] = std::log(1.2);
    gate.play();
    for (std::size_t i = 0; i < gate.effects.size(); ++i) {
      found += gate.decisions[i] == Decision::slower && gate.effects[i] > 0;
      alarms += gate.decisions[i] == Decision::slower && gate.effects[i] == 0;
    }
    EXPECT_GT(gate.decided(), 20u) << gate.says;
  }
  EXPECT_EQ(found, 25);
  EXPECT_EQ(alarms, 0);
}

TEST(Schedule, NeverEndsWithNothingWhereATurnOfEachWasPaid) {
  Simulation gate{.effects = std::vector<double>(12, 0), .block_s = 0.12, .budget_s = 6.4, .machine = statistics::normal(0.005)};
  gate.play();
  EXPECT_GE(gate.decided(), 3u) << gate.says;
}

TEST(Schedule, WhereTheTimeDoesForAllEachGetsItsTurns) {
  Simulation gate{.effects = std::vector<double>(10, 0), .block_s = 0.5, .budget_s = 240, .machine = statistics::normal(0.01)};
  gate.play();
  EXPECT_EQ(gate.decided(), 10u);
  EXPECT_LT(gate.spent_s, 240);
  EXPECT_EQ(gate.says, "All 10 benchmarks can be decided within 4 min.");
}

TEST(Schedule, SaysWhatTheBudgetCanDo) {
  EXPECT_EQ(words({.all = 250, .decidable = 40, .seconds_for_all = 1850}, 300), "40 of 250 benchmarks can be decided within 5 min; all need about 31 min.");
  EXPECT_EQ(words({.all = 1, .decidable = 1, .seconds_for_all = 5}, 60), "The one benchmark can be decided within 60 s.");
}

TEST(Schedule, ManyBenchmarksAreMeasuredForLessTime) {
  EXPECT_EQ(affordable_min_time(10, 300), 0.1);
  EXPECT_LT(affordable_min_time(250, 300), 0.03);
  EXPECT_EQ(affordable_min_time(100'000, 300), 0.01);
}

TEST(Schedule, ANoisyBenchmarkDoesNotEatTheBudgetOfTheOthers) {
  const statistics::Promise promise;
  constexpr std::size_t kNoisy = 0, kSlow = 9;
  std::vector<Evidence> evidence(10, Evidence(promise.limits()));
  for (int i = 0; i < 4; ++i) {
    for (Evidence& quiet : evidence) {
      const bool is_noisy = &quiet == &evidence[kNoisy], is_slow = &quiet == &evidence[kSlow];
      quiet.add(is_noisy ? (i % 2 == 0 ? 0.8 : -0.8) : is_slow ? 0.25
                                                               : 0.002 * (i % 3 - 1));
    }
  }
  std::vector<Contest> contests;
  for (const Evidence& one : evidence) contests.push_back({{&one}, 1, true});
  const std::vector<Forecast> ahead = forecast(contests, promise);
  EXPECT_TRUE(ahead[kSlow].stands_out);
  const std::vector<std::size_t> pass = next_pass(contests, ahead, 90);
  EXPECT_EQ(pass.front(), kSlow);
  EXPECT_GT(pass.size(), 2u);
  EXPECT_EQ(std::find(pass.begin(), pass.end(), kNoisy), pass.end());
}

}  // namespace
}  // namespace unblock::bench::gate
