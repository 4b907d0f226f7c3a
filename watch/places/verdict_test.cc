#include "watch/places/verdict.h"

#include <gtest/gtest.h>

namespace unblock::watch {
namespace {

Frame own(const std::string& name, unsigned line = 1) {
  Frame frame;
  frame.function = frame.qualified = name;
  frame.file = "server.cc";
  frame.line = line;
  frame.own = true;
  frame.frame = 100;
  return frame;
}

Frame library(const std::string& name) {
  Frame frame;
  frame.function = frame.qualified = name;
  frame.c_linkage = name.find(':') == std::string::npos;
  return frame;
}

Stack stack(std::vector<Frame> frames, bool parked, std::size_t loop = 1) { return {std::move(frames), loop, parked}; }

SeenStall lasting(double length_s) {
  SeenStall stall;
  stall.length_s = length_s;
  return stall;
}

class Verdicts : public testing::Test {
 protected:
  const BlockingCalls calls_;
  SeenStall stall_ = lasting(0.05);
};

TEST_F(Verdicts, TheOutermostFunctionThatMakesABlockingCallIsToBlame) {
  const std::vector<LookedAt> looks = {
      {0.01, stack({own("main"), own("greet", 30), own("host_known", 20), library("getaddrinfo"), library("poll")}, true)}};
  ASSERT_TRUE(judge(looks, calls_, stall_));
  ASSERT_EQ(stall_.chain.size(), 4U);
  EXPECT_EQ(stall_.chain[0].function, "greet");
  EXPECT_EQ(stall_.chain[stall_.culprit].function, "host_known");
  EXPECT_EQ(stall_.blocked_by, "getaddrinfo");
  EXPECT_FALSE(stall_.instead.empty());
}

TEST_F(Verdicts, WithoutAKnownCallTheInnermostOwnFunctionIs) {
  const std::vector<LookedAt> looks = {{0.01, stack({own("main"), own("handle"), own("crunch"), library("memcpy")}, false)}};
  ASSERT_TRUE(judge(looks, calls_, stall_));
  EXPECT_EQ(stall_.chain[stall_.culprit].function, "crunch");
  EXPECT_TRUE(stall_.blocked_by.empty());
}

TEST_F(Verdicts, AComputationIsTheFunctionThatAllLooksAgreeOn) {
  const std::vector<LookedAt> looks = {{0.01, stack({own("main"), own("handle"), own("parse"), own("skip_blanks")}, false)},
                                       {0.02, stack({own("main"), own("handle"), own("parse"), own("number")}, false)}};
  ASSERT_TRUE(judge(looks, calls_, stall_));
  EXPECT_EQ(stall_.chain[stall_.culprit].function, "parse");
}

TEST_F(Verdicts, ThePlaceThatTookLongestIsNamed) {
  const std::vector<LookedAt> looks = {{0.01, stack({own("main"), own("a"), library("nanosleep")}, true)},
                                       {0.02, stack({own("main"), own("b"), library("nanosleep")}, true)},
                                       {0.03, stack({own("main"), own("b"), library("nanosleep")}, true)}};
  ASSERT_TRUE(judge(looks, calls_, stall_));
  EXPECT_EQ(stall_.chain[stall_.culprit].function, "b");
}

TEST_F(Verdicts, AThreadOfAPoolThatHasNothingToDoIsNoStall) {
  const Frame scheduler = library("boost::asio::detail::scheduler::do_run_one");
  const std::vector<LookedAt> idle = {{0.01, stack({own("main"), scheduler, library("pthread_cond_wait")}, true)}};
  EXPECT_FALSE(judge(idle, calls_, stall_));
}

TEST_F(Verdicts, AStallBeforeIdlingIsAsLongAsItWasSeen) {
  const Frame scheduler = library("boost::asio::detail::scheduler::do_run_one");
  const std::vector<LookedAt> looks = {{0.01, stack({own("main"), scheduler, own("handle"), library("sleep")}, true, 2), 0.75},
                                       {0.02, stack({own("main"), scheduler, library("pthread_cond_wait")}, true, 2), 1}};
  ASSERT_TRUE(judge(looks, calls_, stall_));
  EXPECT_DOUBLE_EQ(stall_.length_s, 0.01);
  EXPECT_DOUBLE_EQ(stall_.parked_share, 0.75);
  EXPECT_EQ(stall_.chain[stall_.culprit].function, "handle");
}

TEST_F(Verdicts, AStallThatNobodyCouldLookAtHasNoPlace) {
  ASSERT_TRUE(judge({}, calls_, stall_));
  EXPECT_TRUE(stall_.chain.empty());
}

TEST(CommonFrames, EndWhereTheLoopLeavesForItsWork) {
  const std::vector<Call> wait = {{0x9, 10, 20, 0x900, true}, {0x5, 20, 30, 0x500, false}, {0x3, 30, 40, 0x300, false}, {0x1, 40, 0, 0x100, false}};
  const std::vector<Call> work = {{0x7, 15, 25, 0x700, true}, {0x4, 25, 40, 0x300, false}, {0x1, 40, 0, 0x100, false}};
  EXPECT_EQ(common_frames(wait, work), 2U);
  EXPECT_EQ(common_frames(wait, wait), 4U);
  EXPECT_EQ(common_frames({}, work), 0U);
}

}  // namespace
}  // namespace unblock::watch
