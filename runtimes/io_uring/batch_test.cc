#include "runtimes/io_uring/batch.h"

#include <gtest/gtest.h>

namespace unblock::uring {
namespace {

/// Turns until it tries again, that one included.
unsigned turns_to_a_try(Batch& batch) {
  unsigned turns = 1;
  while (batch.wanted(64) == 1) ++turns;
  return turns;
}

TEST(Batch, IsAShareOfWhatIsUnderWay) {
  Batch batch;
  EXPECT_EQ(batch.wanted(0), 1U);
  EXPECT_EQ(batch.wanted(15), 1U);
  EXPECT_EQ(batch.wanted(64), 8U);
  EXPECT_EQ(batch.wanted(10'000), Batch::kMost);
}

TEST(Batch, IsTriedAgainAtOnceWhereItWasFilled) {
  Batch batch;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(batch.wanted(64), 8U);
    batch.was_filled(true);
  }
}

TEST(Batch, IsTriedMoreAndMoreRarelyWhereItWasNot) {
  Batch batch;
  unsigned before = 0;
  for (int i = 0; i < 8; ++i) {
    const unsigned turns = turns_to_a_try(batch);
    EXPECT_GT(turns, before);
    before = turns;
    batch.was_filled(false);
  }
  for (int i = 0; i < 8; ++i) {
    turns_to_a_try(batch);
    batch.was_filled(false);
  }
  EXPECT_EQ(turns_to_a_try(batch), 1024U);
  batch.was_filled(true);
  EXPECT_EQ(turns_to_a_try(batch), 1U);
}

}  // namespace
}  // namespace unblock::uring
