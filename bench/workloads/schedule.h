// When the requests of an open loop are due: fixed before the run, whatever the answers do.
#pragma once

#include <cstdint>
#include <vector>

namespace unblock::bench {

/// Offsets in ns from the start, rising: `count` arrivals at `per_second`; evenly spaced, or as a Poisson process. The same seed
/// gives the same schedule on every machine.
std::vector<std::int64_t> arrival_schedule(std::size_t count, double per_second, bool poisson, std::uint64_t seed);

/// A request that starts this much after its time counts as late.
inline constexpr std::int64_t kLateStartNs = 1'000'000;

}  // namespace unblock::bench
