// The same cells in two runs: how many times as long, or as much, the new one takes.
#pragma once

#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::summary {

enum class Direction { better, worse, undecided };

struct Change {
  const Cell* base = nullptr;
  const Cell* now = nullptr;
  std::string metric;
  Interval ratio;  ///< now ÷ base
  Direction direction = Direction::undecided;
};

struct Comparison {
  const Run* base = nullptr;
  const Run* now = nullptr;
  std::vector<Change> changes;             ///< the largest change first; time per operation only
  std::vector<Change> counts;              ///< system calls and the like, those that changed
  std::vector<std::string> only_in_base;   ///< names of cells
  std::vector<std::string> only_in_now;
  std::vector<std::string> differences;    ///< "cpu: A here, B there": what is not the machine's noise
};

Comparison compare(const Run& base, const Run& now);

/// The ratio's interval: half widths on the log scale, added as the root of their squares (independent runs).
Interval ratio_of(const Interval& now, const Interval& base);

}  // namespace unblock::reports::summary
