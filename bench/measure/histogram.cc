// The parts of the histogram that run after the measurement.
#include "bench/measure/histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace unblock::bench {

std::uint64_t Histogram::count() const { return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0}); }

double Histogram::quantile_ns(double q) const {
  const std::uint64_t total = count();
  if (total == 0) return 0;
  const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(total))), 1, total);
  std::uint64_t seen = 0;
  std::size_t bucket = 0;
  while ((seen += counts_[bucket]) < rank) ++bucket;
  const auto low = static_cast<double>(lower_ns(bucket));
  const auto width = static_cast<double>(lower_ns(bucket + 1)) - low;
  return low + (width - 1) / 2;
}

double Histogram::sum_ns() const {
  double sum = 0;
  for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
    if (counts_[bucket] == 0) continue;
    const auto low = static_cast<double>(lower_ns(bucket));
    sum += static_cast<double>(counts_[bucket]) * (low + (static_cast<double>(lower_ns(bucket + 1)) - low - 1) / 2);
  }
  return sum;
}

void Histogram::clear() {
  std::fill(counts_.begin(), counts_.end(), 0);
  overflow_ = 0;
}

std::uint64_t Histogram::lower_ns(std::size_t bucket) {
  if (bucket < (2u << kSubBits)) return bucket;
  const std::size_t shift = (bucket >> kSubBits) - 1;
  return (bucket - (shift << kSubBits)) << shift;
}

}  // namespace unblock::bench
