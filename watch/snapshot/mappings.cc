#include "watch/snapshot/mappings.h"

#include <cinttypes>
#include <cstdio>
#include <sstream>

namespace unblock::watch {

std::uint64_t end_of_mapping(const std::string& maps, std::uint64_t address, std::uint64_t& begin) {
  std::istringstream lines(maps);
  for (std::string line; std::getline(lines, line);) {
    std::uint64_t end = 0;
    if (std::sscanf(line.c_str(), "%" SCNx64 "-%" SCNx64, &begin, &end) == 2 && address >= begin && address < end) return end;
  }
  return 0;
}

std::string mapped_files(const std::string& maps) {
  std::istringstream lines(maps);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.find('/') != std::string::npos || line.find("[vdso]") != std::string::npos) kept += line + "\n";
  }
  return kept;
}

}  // namespace unblock::watch
