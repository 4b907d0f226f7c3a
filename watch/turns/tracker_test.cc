// Recorded sequences of waits, and the turns that they are.
#include "watch/turns/tracker.h"

#include <gtest/gtest.h>

#include <vector>

namespace unblock::watch {
namespace {

constexpr Site kLoop{0x10000, 900}, kNested{0x20000, 700}, kOuter{0x40000, 1000};

/// Plays waits: each begins at one tick and returns at another.
struct Thread {
  TurnTracker tracker{};
  std::vector<Turn> turns;

  void begins(Site site, std::uint64_t now) {
    Turn turn;
    if (tracker.enter(site, now, turn)) turns.push_back(turn);
  }
  void waits(Site site, std::uint64_t begin, std::uint64_t end) {
    begins(site, begin);
    tracker.leave(end);
  }
};

TEST(Turns, LastFromTheReturnOfAWaitToTheNextOne) {
  Thread thread;
  thread.waits(kLoop, 0, 10);
  thread.waits(kLoop, 15, 30);
  thread.waits(kLoop, 31, 40);
  ASSERT_EQ(thread.turns.size(), 2U);
  EXPECT_EQ(thread.turns[0].started, 10U);
  EXPECT_EQ(thread.turns[0].length(), 5U);
  EXPECT_EQ(thread.turns[1].length(), 1U);
  EXPECT_EQ(thread.tracker.level(0).turns, 2U);
  EXPECT_EQ(thread.tracker.level(0).busy, 6U);
  EXPECT_EQ(thread.tracker.level(0).longest, 5U);
}

TEST(Turns, TheFirstWaitEndsNone) {
  Thread thread;
  thread.begins(kLoop, 100);
  EXPECT_TRUE(thread.turns.empty());
  EXPECT_TRUE(thread.tracker.waiting());
}

TEST(Turns, AWaitDeeperInTheStackIsPartOfTheTurn) {
  Thread thread;
  thread.waits(kLoop, 0, 10);
  thread.waits(kNested, 20, 500);
  thread.waits(kLoop, 510, 520);
  ASSERT_EQ(thread.turns.size(), 1U);
  EXPECT_EQ(thread.turns[0].level, 0U);
  EXPECT_EQ(thread.turns[0].length(), 500U);
}

TEST(Turns, ANestedLoopHasTurnsOfItsOwnInside) {
  Thread thread;
  thread.waits(kLoop, 0, 10);
  thread.waits(kNested, 20, 30);
  thread.waits(kNested, 45, 50);
  thread.waits(kLoop, 60, 70);
  ASSERT_EQ(thread.turns.size(), 2U);
  EXPECT_EQ(thread.turns[0].level, 1U);
  EXPECT_EQ(thread.turns[0].length(), 15U);
  EXPECT_EQ(thread.turns[1].level, 0U);
  EXPECT_EQ(thread.turns[1].length(), 50U);
  EXPECT_EQ(thread.tracker.depth(), 1U);
}

TEST(Turns, AWaitLessDeepIsPartOfTheTurnToo) {  // Asio's reactor has returned when its handlers run
  Thread thread;
  thread.waits(kLoop, 0, 10);
  thread.waits(kOuter, 20, 500);
  thread.waits(kLoop, 510, 520);
  ASSERT_EQ(thread.turns.size(), 1U);
  EXPECT_EQ(thread.turns[0].length(), 500U);
  EXPECT_EQ(thread.tracker.depth(), 1U);
}

TEST(Turns, ALoopAfterALoopHasTurnsAtTheNextLevel) {
  Thread thread;
  thread.waits(kLoop, 0, 10);
  thread.waits(kLoop, 20, 30);
  thread.waits(kOuter, 1000, 1010);
  thread.waits(kOuter, 1020, 1030);
  ASSERT_EQ(thread.turns.size(), 2U);
  EXPECT_EQ(thread.turns[1].level, 1U);
  EXPECT_EQ(thread.turns[1].length(), 10U);
}

TEST(Turns, AnotherFunctionWithTheSameStackPointerIsAnotherPlace) {
  constexpr Site kElsewhere{0x90000, kLoop.sp};
  Thread thread;
  thread.waits(kLoop, 0, 10);
  thread.waits(kElsewhere, 20, 30);
  thread.waits(kLoop, 40, 50);
  ASSERT_EQ(thread.turns.size(), 1U);
  EXPECT_EQ(thread.turns[0].length(), 30U);
}

TEST(Turns, ALoopMayWaitAtTwoLines) {
  constexpr Site kOtherLine{0x10050, kLoop.sp};
  Thread thread;
  thread.waits(kLoop, 0, 10);
  thread.waits(kOtherLine, 500, 510);  // it could be the function's next call: the first time is no turn
  thread.waits(kLoop, 515, 520);
  thread.waits(kOtherLine, 526, 530);
  ASSERT_EQ(thread.turns.size(), 2U);
  EXPECT_EQ(thread.turns[0].length(), 5U);
  EXPECT_EQ(thread.turns[1].length(), 6U);
}

TEST(Turns, AWaitInsideOfAWaitIsNone) {
  Thread thread;
  thread.begins(kLoop, 0);
  EXPECT_TRUE(thread.tracker.is_inside_wait(kNested));
  EXPECT_FALSE(thread.tracker.is_inside_wait(kLoop));
  EXPECT_FALSE(thread.tracker.is_inside_wait(kOuter));
  thread.tracker.leave(10);
  EXPECT_FALSE(thread.tracker.is_inside_wait(kNested));
}

TEST(Turns, VeryManyPlacesPushOutTheOldest) {
  Thread thread;
  for (std::uint64_t i = 0; i < 3 * TurnTracker::kLevels; ++i) thread.waits({0x10000 * (i + 1), 1000 - i * 10}, i * 10, i * 10 + 5);
  EXPECT_EQ(thread.tracker.depth(), TurnTracker::kLevels);
  const std::uint64_t last = 3 * TurnTracker::kLevels - 1;
  thread.waits({0x10000 * (last + 1), 1000 - last * 10}, 1000, 1001);
  ASSERT_EQ(thread.turns.size(), 1U);
  EXPECT_EQ(thread.turns[0].started, last * 10 + 5);
}

TEST(Turns, AClockThatBeganAnewGivesNoLongOne) {
  Thread thread;
  thread.waits(kLoop, 1000, 1001);
  thread.waits(kLoop, 5, 6);
  thread.waits(kLoop, 16, 17);
  ASSERT_EQ(thread.turns.size(), 2U);
  EXPECT_EQ(thread.turns[0].length(), 0U);
  EXPECT_EQ(thread.turns[1].length(), 10U);
}

TEST(Turns, AreCountedByTheirLength) {
  Thread thread;
  thread.waits(kLoop, 0, 0);
  thread.waits(kLoop, 1000, 1000);
  thread.waits(kLoop, 1001, 1001);
  EXPECT_EQ(thread.tracker.level(0).histogram[10], 1U);  // 1000 needs ten bits
  EXPECT_EQ(thread.tracker.level(0).histogram[1], 1U);
}

}  // namespace
}  // namespace unblock::watch
