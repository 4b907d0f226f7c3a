// The histogram's bounded error, against exact quantiles of the same values.
#include "bench/measure/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>

namespace unblock::bench {
namespace {

double exact_quantile(std::vector<std::uint64_t> values, double q) {
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
  return static_cast<double>(values[std::max<std::size_t>(rank, 1) - 1]);
}

TEST(Histogram, StaysWithinItsStatedErrorOfExactQuantiles) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> latency(11, 2.5);  // median 60 µs, tail of seconds
  Histogram histogram;
  std::vector<std::uint64_t> values(200'000);
  for (std::uint64_t& value : values) {
    value = static_cast<std::uint64_t>(latency(random));
    histogram.record(value);
  }
  ASSERT_EQ(histogram.count(), values.size());
  for (const double q : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0}) {
    const double exact = exact_quantile(values, q);
    EXPECT_NEAR(histogram.quantile_ns(q), exact, exact * Histogram::kRelativeError + 0.5) << "q=" << q;
  }
}

TEST(Histogram, BucketsTileTheRangeWithoutGaps) {
  for (std::size_t bucket = 0; bucket + 1 < Histogram().buckets(); ++bucket) {
    const std::uint64_t low = Histogram::lower_ns(bucket);
    const std::uint64_t next = Histogram::lower_ns(bucket + 1);
    ASSERT_LT(low, next);
    ASSERT_EQ(Histogram::bucket_of(low), bucket);
    ASSERT_EQ(Histogram::bucket_of(next - 1), bucket);
  }
}

TEST(Histogram, SmallValuesAreExact) {
  Histogram histogram;
  for (std::uint64_t value = 0; value < 256; ++value) histogram.record(value);
  EXPECT_EQ(histogram.quantile_ns(0.5), 127);
  EXPECT_EQ(histogram.max_recorded_ns(), 255);
}

TEST(Histogram, CountsWhatIsTooLarge) {
  Histogram histogram;
  histogram.record(Histogram::max_ns() + 1);
  histogram.record_concurrent(~std::uint64_t{0});
  EXPECT_EQ(histogram.overflow(), 2u);
  EXPECT_EQ(histogram.count(), 2u);
}

TEST(Histogram, SaysZeroWhenEmptyAndAfterClear) {
  Histogram histogram;
  EXPECT_EQ(histogram.quantile_ns(0.99), 0);
  histogram.record(5);
  histogram.clear();
  EXPECT_EQ(histogram.count(), 0u);
}

TEST(Histogram, LosesNothingBetweenThreads) {
  Histogram histogram;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&histogram] {
      for (std::uint64_t i = 0; i < 10'000; ++i) histogram.record_concurrent(i % 100);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(histogram.count(), 40'000u);
}

}  // namespace
}  // namespace unblock::bench
