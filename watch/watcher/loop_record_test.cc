#include "watch/watcher/loop_record.h"

#include <gtest/gtest.h>

namespace unblock::watch {
namespace {

std::shared_ptr<WaitPlace> place(const std::string& function) {
  auto made = std::make_shared<WaitPlace>();
  made->function = function;
  made->own_place = "main a.cc:3";
  return made;
}

Level level(std::uint64_t turns, std::uint64_t busy, std::uint64_t longest) {
  Level made{};
  made.turns = turns;
  made.busy = busy;
  made.longest = longest;
  made.histogram[10] = static_cast<std::uint32_t>(turns);
  return made;
}

TEST(LoopRecord, OneThatIsEnteredOnceMoreIsTheSameLoop) {
  const TickClock clock(false);
  LoopRecord first(1, 2, 1, place("run()")), second(1, 2, 1, place("run()")), other(1, 3, 1, place("run()"));
  first.count(0.05, level(5, 5'000, 2'000), clock);
  second.count(0.05, level(1, 1'000, 1'000), clock);
  second.count(100, level(4, 9'000, 7'000), clock);
  ASSERT_TRUE(first.is_same_loop(second));
  EXPECT_FALSE(first.is_same_loop(other));
  first.absorb(second);
  const reports::Loop shown = first.shown(clock);
  EXPECT_EQ(shown.turns, 9U);
  EXPECT_NEAR(shown.busy_s, 14e-6, 1e-12);
  ASSERT_EQ(shown.timeline.size(), 2U);
  EXPECT_EQ(shown.timeline[0].turns, 6U);
  EXPECT_NEAR(shown.timeline[0].longest_s, 2e-6, 1e-12);
  EXPECT_EQ(shown.timeline[1].turns, 3U);
}

TEST(LoopRecord, WithoutANameIsNoOtherWithoutOne) {
  const TickClock clock(false);
  EXPECT_FALSE(LoopRecord(1, 2, 1, place("")).is_same_loop(LoopRecord(1, 2, 1, place(""))));
}

TEST(LoopRecord, WithoutANameBelongsToTheNamedLoopOfItsThread) {
  const TickClock clock(false);
  EXPECT_TRUE(LoopRecord(1, 2, 1, place("")).is_same_loop(LoopRecord(1, 2, 1, place("run()"))));
  EXPECT_FALSE(LoopRecord(1, 2, 1, place("")).is_same_loop(LoopRecord(1, 2, 2, place("run()"))));
  EXPECT_FALSE(LoopRecord(1, 2, 1, place("")).is_same_loop(LoopRecord(1, 3, 1, place("run()"))));
}

}  // namespace
}  // namespace unblock::watch
