// Every stall that was seen, by place. Memory is bounded: places beyond a limit are counted together, and of each place's lengths a
// fair sample is kept.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reports/model/stalls.h"

namespace unblock::watch {

/// One stall as it was seen.
struct SeenStall {
  double start_s = 0;    ///< since the watch began
  double length_s = 0;
  double parked_share = 0;  ///< 0…1, of the time in which it slept or ran
  std::uint64_t ready = 0;  ///< events that waited behind it
  bool unfinished = false;  ///< it lasted when the watch ended
  std::size_t loop = 0;     ///< index of the loop
  std::string blocked_by;   ///< the blocking call, when it is one that the models know
  std::string instead;
  std::size_t culprit = 0;  ///< index into `chain`
  std::vector<reports::StallFrame> chain;  ///< from what the loop called down to what it stood in; empty: nobody could look
};

class StallTable {
 public:
  explicit StallTable(std::size_t most_places = 1000, std::size_t most_stalls = 1000) : most_places_(most_places), most_stalls_(most_stalls) {}

  void add(const SeenStall& stall);
  /// Places by total time, the longest stalls by time of start. `stalls.places` and `.stalls` are replaced.
  void write_to(reports::Stalls& to) const;
  std::uint64_t count() const { return count_; }

 private:
  struct Entry {
    reports::StallPlace place;
    std::uint64_t seen = 0;
    double parked_s = 0;
    std::vector<double> lengths;  ///< all, or a random choice in which each has the same chance
  };
  Entry& entry_of(const SeenStall& stall);

  std::size_t most_places_, most_stalls_;
  std::uint64_t count_ = 0;
  std::uint64_t random_ = 0x9e3779b97f4a7c15U;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t> index_;
  std::vector<reports::StallMark> longest_;  ///< a heap, the shortest on top
};

}  // namespace unblock::watch
