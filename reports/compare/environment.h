// What two fingerprints do not agree on: the kernel that changed, and the machine that is another one.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace unblock::reports::compare {

using Environment = std::map<std::string, std::string>;

struct Difference {
  std::string key, before, now;
  bool other_machine = false;  ///< CPU, caches, clock, their number or the kernel: times are another machine's
};

/// By key; what differs between any two runs (load, date, the program's path) is left out, and so is what one lacks.
std::vector<Difference> differences(const Environment& before, const Environment& now);

}  // namespace unblock::reports::compare
