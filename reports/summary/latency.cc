// Buckets are in ascending order, as the schema has them.
#include "reports/summary/latency.h"

#include <algorithm>

namespace unblock::reports::summary {

std::uint64_t count_of(const std::vector<HistogramBucket>& buckets) {
  std::uint64_t count = 0;
  for (const HistogramBucket& bucket : buckets) count += bucket.count;
  return count;
}

double quantile(const std::vector<HistogramBucket>& buckets, double share) {
  const double wanted = share * static_cast<double>(count_of(buckets));
  double below = 0;
  for (const HistogramBucket& bucket : buckets) {
    const auto here = static_cast<double>(bucket.count);
    if (here > 0 && below + here >= wanted) {
      return bucket.lower_ns + std::clamp((wanted - below) / here, 0.0, 1.0) * (bucket.upper_ns - bucket.lower_ns);
    }
    below += here;
  }
  return buckets.empty() ? 0 : buckets.back().upper_ns;
}

}  // namespace unblock::reports::summary
