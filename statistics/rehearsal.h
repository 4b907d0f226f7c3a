// What a gate like this one would have said: the same rule played again on the noise that was seen, with the labels drawn
// anew. Gives the smallest effect that it finds and the rate of its false alarms. Deterministic for a seed.
#pragma once

#include <cstdint>
#include <span>

#include "statistics/decision.h"

namespace unblock::statistics {

struct Rehearsal {
  std::size_t comparisons = 1;  ///< how many the gate judges together (Holm)
  std::size_t most_blocks = 0;  ///< what the budget allows for one of them
  std::uint64_t seed = 1;
};

struct Rates {
  double slower = 0;
  double within_margin = 0;
  double cannot_tell = 0;
};

/// Plays the rule `times` times: each block is a distance from `noise` with a random sign, plus `effect` (a log ratio).
Rates rehearse(std::span<const double> noise, double effect, const Promise& promise, const Rehearsal& rehearsal, int times);

/// The smallest slowdown (0.03: 3 %) that is called slower nine times in ten; infinity where not even a doubling is.
double smallest_found(std::span<const double> noise, const Promise& promise, const Rehearsal& rehearsal);

/// Distances of the blocks from their centre.
std::vector<double> noise_of(std::span<const double> log_ratios);

}  // namespace unblock::statistics
