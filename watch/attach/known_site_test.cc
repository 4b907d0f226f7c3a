#include "watch/attach/known_site.h"

#include <gtest/gtest.h>

namespace unblock::watch {
namespace {

constexpr Site kFirst{0x7f0000109e56, 0x7ffd00000e18};

struct KnownSite : testing::Test {
  KnownSite() {
    Turn turn;
    tracker.enter(kFirst, 1, turn);
    tracker.leave(2);
  }
  TurnTracker tracker{};
};

TEST_F(KnownSite, IsTheSameAtAnotherLineOfTheFunctionThatWaits) { EXPECT_EQ(known_site(tracker, {kFirst.pc + 0x37, kFirst.sp}).pc, kFirst.pc); }

TEST_F(KnownSite, IsAnotherDownTheStack) { EXPECT_EQ(known_site(tracker, {kFirst.pc + 0x37, kFirst.sp - 0x30}).pc, kFirst.pc + 0x37); }

TEST_F(KnownSite, IsAnotherInAnotherFunction) { EXPECT_EQ(known_site(tracker, {kFirst.pc + 0x1000, kFirst.sp}).pc, kFirst.pc + 0x1000); }

}  // namespace
}  // namespace unblock::watch
