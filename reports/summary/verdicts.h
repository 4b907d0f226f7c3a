// What to doubt in a run, told once for all the cells that it is true of.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::summary {

struct Doubt {
  std::string id;
  std::size_t cells = 0;
  bool withholds = false;
  bool everywhere = false;              ///< all cells that were measured have it
  std::vector<std::string> examples;    ///< "name, placement: text", the first few; the text alone where it is always the same
};

/// Those that withhold a result first, then those of the fewest cells: what is true of all cells tells least about one.
std::vector<Doubt> doubts(const Run& run);

/// The ids of the doubts that all measured cells share.
std::set<std::string> everywhere(const Run& run);

}  // namespace unblock::reports::summary
