#include "bench/workloads/schedule.h"

#include <cmath>
#include <random>

namespace unblock::bench {

std::vector<std::int64_t> arrival_schedule(std::size_t count, double per_second, bool poisson, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> due(count);
  double at_ns = 0;
  for (std::int64_t& time : due) {
    // Not std::exponential_distribution, whose values are each library's own.
    const double uniform = static_cast<double>(random() >> 11) * 0x1p-53;
    at_ns += (poisson ? -std::log1p(-uniform) : 1.0) * 1e9 / per_second;
    time = static_cast<std::int64_t>(at_ns);
  }
  return due;
}

}  // namespace unblock::bench
