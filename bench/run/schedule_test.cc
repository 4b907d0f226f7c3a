// What comes next, and when a cell has enough.
#include "bench/run/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::Round;
using Block = std::vector<std::size_t>;

Cell cell(const std::string& runtime, const std::string& workload, const std::vector<double>& times_ns = {}) {
  Cell made;
  made.name = runtime + "/" + workload;
  made.runtime = runtime;
  made.workload = workload;
  made.floor = runtime == "epoll";
  for (const double time_ns : times_ns) {
    Round round;
    round.real_time_ns = time_ns;
    round.iterations = 1;
    round.metrics["time_ns_per_op"] = time_ns;
    made.rounds.push_back(round);
  }
  return made;
}

const CellDescription kAny{};

std::vector<Stand> stands_of(const std::vector<Cell>& cells, const Wanted& wanted = {}) {
  return stands(cells, std::vector<const CellDescription*>(cells.size(), &kAny), wanted);
}

Block sorted(Block block) {
  std::sort(block.begin(), block.end());
  return block;
}

TEST(Schedule, WhatIsComparedIsMeasuredTogether) {
  std::mt19937_64 random(1);
  const std::vector<Cell> cells = {cell("asio", "echo"), cell("epoll", "echo"), cell("asio", "spawn"), cell("epoll", "spawn")};
  const Block block = sorted(next_block(stands_of(cells), random));
  EXPECT_TRUE(block == (Block{0, 1}) || block == (Block{2, 3}));
}

TEST(Schedule, NothingGetsASecondRoundBeforeAllHadTheirFirst) {
  std::mt19937_64 random(1);
  std::vector<Cell> cells = {cell("asio", "echo", {100}), cell("epoll", "echo", {90}), cell("asio", "spawn")};
  cells[0].rounds[0].voided = true;
  EXPECT_EQ(next_block(stands_of(cells), random), Block{2});
}

TEST(Schedule, VoidedRoundsAreMeasuredAgainFirstWithTheFloor) {
  std::mt19937_64 random(1);
  std::vector<Cell> cells = {cell("asio", "echo", {100, 100}), cell("libuv", "echo", {100, 101}), cell("epoll", "echo", {90, 90}), cell("asio", "spawn", {5}),
                             cell("epoll", "spawn", {5})};
  cells[0].rounds[1].voided = true;
  EXPECT_EQ(sorted(next_block(stands_of(cells), random)), (Block{0, 2}));
}

TEST(Schedule, ACellThatIsVoidedAgainAndAgainLetsOthersPass) {
  std::mt19937_64 random(1);
  std::vector<Cell> cells = {cell("asio", "echo", {100, 100, 100}), cell("asio", "spawn", {5})};
  for (Round& round : cells[0].rounds) round.voided = true;
  EXPECT_FALSE(stands_of(cells)[0].owed);
  cells[0].rounds.pop_back();
  EXPECT_TRUE(stands_of(cells)[0].owed);
}

TEST(Schedule, ATightIntervalIsEnoughAndTheFloorStaysForTheOthers) {
  const std::vector<Cell> cells = {cell("epoll", "echo", {100, 100, 100}), cell("asio", "echo", {100, 150, 200})};
  EXPECT_TRUE(stands_of(cells)[0].open);
  EXPECT_TRUE(stands_of(cells)[1].open);
  const std::vector<Cell> alone = {cells[0]};
  EXPECT_FALSE(stands_of(alone)[0].open);
}

TEST(Schedule, ExactlySoManyRoundsAreExactlySoMany) {
  const Wanted three{.least_rounds = 3, .most_rounds = 3, .tight = 0};
  EXPECT_TRUE(stands_of({cell("asio", "echo", {6e9, 6e9})}, three)[0].open);
  EXPECT_FALSE(stands_of({cell("asio", "echo", {100, 120, 130})}, three)[0].open);
}

TEST(Schedule, AMachineThatNeverKeepsStillEndsTheRun) {
  const Wanted two{.least_rounds = 2, .most_rounds = 2, .tight = 0};
  std::vector<Cell> cells = {cell("asio", "echo", std::vector<double>(6, 100))};
  for (Round& round : cells[0].rounds) round.voided = true;
  EXPECT_FALSE(stands_of(cells, two)[0].open);
}

TEST(Schedule, OneRoundOfManySecondsIsEnough) { EXPECT_FALSE(stands_of({cell("asio", "echo", {6e9})})[0].open); }

TEST(Schedule, WhatFailedOrIsGoneIsNotMeasured) {
  std::vector<Cell> cells = {cell("asio", "echo"), cell("libuv", "echo"), cell("epoll", "echo")};
  cells[0].reason = "the worker died";
  cells[1].status = reports::CellStatus::not_applicable;
  const std::vector<Stand> all = stands(cells, {&kAny, &kAny, nullptr}, {});
  EXPECT_TRUE(std::none_of(all.begin(), all.end(), [](const Stand& stand) { return stand.open; }));
  std::mt19937_64 random(1);
  EXPECT_TRUE(next_block(all, random).empty());
}

}  // namespace
}  // namespace unblock::bench
