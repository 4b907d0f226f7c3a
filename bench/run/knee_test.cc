// Searches on servers whose knee is known.
#include "bench/run/knee.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

/// Holds `capacity` a second; beyond, the queue of a pass of 100 ms shows.
LoadResult served(std::uint64_t load, double capacity) {
  const double rate = static_cast<double>(load);
  if (rate <= capacity) return {load, 200e3, rate};
  return {load, 200e3 + 0.1e9 * (1 - capacity / rate), capacity};
}

KneeSearch searched(std::uint64_t first, double capacity, unsigned* steps = nullptr) {
  KneeSearch search(first, true);
  for (unsigned i = 0; search.next(); ++i) {
    if (steps) *steps = i + 1;
    search.measured(served(*search.next(), capacity));
  }
  return search;
}

TEST(Knee, IsFoundWithinATenth) {
  unsigned steps = 0;
  const KneeSearch search = searched(1'000, 37'000, &steps);
  EXPECT_TRUE(search.found());
  EXPECT_LE(steps, 12u);
  EXPECT_EQ(search.sentence("per_second"), "the knee is at per_second 34,896: p99 200 µs there, 200 µs at 1,000, p99 2.97 ms at 38,055");
}

TEST(Knee, ThatIsNeverReachedIsSaid) {
  KneeSearch search(1, true);
  while (search.next()) search.measured(served(*search.next(), 1e18));
  EXPECT_FALSE(search.found());
  EXPECT_NE(search.sentence("per_second").find("no knee was found: per_second 1,048,576 is still held"), std::string::npos) << search.sentence("per_second");
}

TEST(Knee, ThatLiesBelowTheFirstLoadIsSaid) {
  const KneeSearch search = searched(50'000, 10'000);
  EXPECT_FALSE(search.found());
  EXPECT_EQ(search.sentence("per_second"), "no knee was found: already per_second 50,000 is not held (10,000 a second were done); begin lower");
}

TEST(Knee, AFailureIsNotHeld) {
  KneeSearch search(8, false);
  search.measured({8, 1e6, 100, ""});
  search.measured({16, 0, 0, "n/a: not enough open files"});
  while (search.next()) search.measured({*search.next(), 1e6, 100, ""});
  EXPECT_TRUE(search.found());
  EXPECT_NE(search.sentence("connections").find("not enough open files"), std::string::npos);
}

TEST(Knee, ASearchThatIsCutShortSaysWhatItKnows) {
  KneeSearch search(1'000, true);
  search.measured(served(1'000, 1'500));
  EXPECT_NE(search.sentence("per_second").find("no knee was found"), std::string::npos);
  search.measured(served(2'000, 1'500));
  EXPECT_NE(search.sentence("per_second").find("1,000 or above, where the search ended"), std::string::npos) << search.sentence("per_second");
}

}  // namespace
}  // namespace unblock::bench
