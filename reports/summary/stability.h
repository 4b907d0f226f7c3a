// Does a second run contradict the first? The measure that a ranking is held to.
#pragma once

#include <cstddef>
#include <span>

#include "reports/model/measurement.h"

namespace unblock::reports::summary {

struct Stability {
  std::size_t ordered = 0;       ///< pairs of runtimes of one group that two runs both told apart, over all pairs of runs
  std::size_t contradicted = 0;  ///< of these, in opposite directions
  std::size_t cells = 0;         ///< over all runs, those that were to be measured
  std::size_t usable = 0;        ///< of these, with a headline from a round that counts
  std::size_t doubted = 0;       ///< of these, with a verdict
};

Stability stability(std::span<const Run> runs);

}  // namespace unblock::reports::summary
