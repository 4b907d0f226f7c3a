// Who stands where in a group, and what the rounds can tell apart. One judge for table, chart and sentence.
#pragma once

#include <string>
#include <vector>

#include "reports/summary/groups.h"

namespace unblock::reports::summary {

/// One cell in the ranking of its group.
struct Standing {
  const Cell* cell = nullptr;
  std::size_t rank = 0;   ///< 1 is best, equal for what is tied; 0: shown and not ranked
  bool tied = false;      ///< with the cell before or after it
  Interval ratio;         ///< to the reference, above 1 needs more; no width where there is one round only
};

struct Standings {
  std::string metric;              ///< what ranks; empty: nothing does
  const Cell* reference = nullptr; ///< the floor where the group has one, else the best
  bool has_floor = false;
  bool judged = false;             ///< some two have an interval between them; else there was one round each, and a rank says nothing
  std::vector<Standing> cells;     ///< in the order of the group
};

/// Cells are told apart by the ratios of their rounds within one block, or in the order of their rounds where the file names
/// no block: what made the whole machine slower for a while falls out. Source of the intervals: statistics/median.h.
Standings standings(const Group& group);

/// a ÷ b by `metric`, from pairs of rounds. No width where there are fewer than two pairs: then nothing is told apart.
Interval paired_ratio(const Cell& a, const Cell& b, const std::string& metric);

/// True where the ratio is certainly another than 1 by more than what two runs of one program differ by anyway (2 %).
bool told_apart(const Interval& ratio);

/// "×1.31 to ×1.40", "×1.35" where there is no interval.
std::string ratio_text(const Interval& ratio);

}  // namespace unblock::reports::summary
