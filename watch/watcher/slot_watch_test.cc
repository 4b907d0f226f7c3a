#include "watch/watcher/slot_watch.h"

#include <gtest/gtest.h>

namespace unblock::watch {
namespace {

void look_once(LevelWatch& level) { level.looks.push_back({0.01, {}, {}}); }

TEST(SlotWatch, KeepsTheLooksOfATurnWhileTheNextOneGoesOn) {
  LevelWatch level;
  begin_turn(level, 10);
  look_once(level);
  begin_turn(level, 20);
  look_once(level);
  look_once(level);
  EXPECT_EQ(looks_at(level, 10).size(), 1U);
  EXPECT_EQ(looks_at(level, 20).size(), 2U);
  EXPECT_TRUE(looks_at(level, 10).empty());
  EXPECT_TRUE(looks_at(level, 99).empty());
}

TEST(SlotWatch, ForgetsTurnsThatWereNeverTakenOut) {
  LevelWatch level;
  for (std::uint64_t turn = 1; turn <= 100; ++turn) {
    begin_turn(level, turn);
    look_once(level);
  }
  EXPECT_LT(level.earlier.size(), 10U);
  EXPECT_TRUE(looks_at(level, 1).empty());
  EXPECT_EQ(looks_at(level, 99).size(), 1U);
}

}  // namespace
}  // namespace unblock::watch
