#include "watch/watcher/pauses.h"

#include <gtest/gtest.h>

namespace unblock::watch {
namespace {

TEST(Pauses, CountWhereTheyOverlapASpan) {
  Pauses pauses;
  pauses.add(7, 1, 3);
  EXPECT_DOUBLE_EQ(pauses.within(7, 0, 10), 2);
  EXPECT_DOUBLE_EQ(pauses.within(7, 2, 10), 1);
  EXPECT_DOUBLE_EQ(pauses.within(7, 4, 10), 0);
}

TEST(Pauses, OfAnotherProcessDoNotCount) {
  Pauses pauses;
  pauses.add(8, 1, 3);
  EXPECT_DOUBLE_EQ(pauses.within(7, 0, 10), 0);
}

TEST(Pauses, OfTheMachineCountForAll) {
  Pauses pauses;
  pauses.add(0, 1, 3);
  EXPECT_DOUBLE_EQ(pauses.within(7, 0, 10), 2);
}

TEST(Pauses, SeenAgainWhileTheyLastAreOne) {
  Pauses pauses;
  for (double end = 2; end < 5; end += 0.5) pauses.add(7, 1, end);
  pauses.add(0, 3, 6);
  EXPECT_DOUBLE_EQ(pauses.within(7, 0, 10), 5);
}

TEST(NotExplained, IsWhatRunningAndWaitingLeave) {
  EXPECT_DOUBLE_EQ(not_explained(0.5, 0.0625, 0.125), 0.3125);
  EXPECT_DOUBLE_EQ(not_explained(0.0625, 0.0625, 0), 0);
}

TEST(NotExplained, IsAlsoAWaitThatIsTooLongToBeOne) {
  EXPECT_DOUBLE_EQ(not_explained(1, 1, 0), 1);
  EXPECT_DOUBLE_EQ(not_explained(1, 1, 0.25), 0.75);
}

}  // namespace
}  // namespace unblock::watch
