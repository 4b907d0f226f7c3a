// What `unblock watch` saw a program do: loops, the places where they stood still, and the price. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace unblock::reports {

struct StallFrame {
  std::string function;  ///< as a person reads it; an address in a library when there is no symbol
  std::string file;
  unsigned line = 0;     ///< 0: unknown
  bool own = false;      ///< of the program, not of a library

  friend bool operator==(const StallFrame&, const StallFrame&) = default;
};

/// All stalls that one place made.
struct StallPlace {
  std::vector<StallFrame> chain;  ///< from what the loop called down to what it stood in; empty: nobody could look
  std::size_t culprit = 0;        ///< index into `chain`: the frame that is to blame
  std::string blocked_by;         ///< the blocking call, when it is one that the linter's models know
  std::string instead;            ///< what to call instead
  std::uint64_t count = 0;
  double total_s = 0;
  double longest_s = 0;
  double p50_s = 0;
  double p99_s = 0;
  double parked_share = 0;        ///< of the time: asleep in a call; the rest it computed
  std::uint64_t events = 0;       ///< ready events that waited behind the stalls
  double events_waited_s = 0;     ///< each event × the stall before it: at most so long they waited in sum
  std::uint64_t unfinished = 0;   ///< stalls that lasted when the watch ended
};

/// One stall, for the picture.
struct StallMark {
  std::size_t place = 0;  ///< index into Stalls::places
  std::size_t loop = 0;   ///< index into Stalls::loops
  double start_s = 0;
  double length_s = 0;
};

/// A piece of a loop's life.
struct TurnsInTime {
  double start_s = 0;
  double length_s = 0;
  std::uint64_t turns = 0;
  double busy_s = 0;     ///< sum of its turns
  double longest_s = 0;  ///< its longest turn
};

struct Loop {
  unsigned process = 0;
  unsigned thread = 0;
  std::string waits_in;   ///< "epoll", "poll", "select", "io_uring"
  std::string function;   ///< who waits
  std::string run_by;     ///< the innermost function of the program above it, with file and line
  std::uint64_t turns = 0;
  double busy_s = 0;
  double turn_p50_s = 0;
  double turn_p99_s = 0;
  std::vector<TurnsInTime> timeline;
};

/// One run of a watched program.
struct Stalls {
  std::string source;   ///< file name it was read from
  std::string program;
  std::string date;
  double duration_s = 0;
  double threshold_s = 0;
  bool finished = false;  ///< false: the file was written while the program ran
  std::vector<Loop> loops;
  std::vector<StallPlace> places;
  std::vector<StallMark> stalls;   ///< the longest ones
  std::uint64_t stall_count = 0;
  double starved_s = 0;            ///< time in which loops could run and got no CPU; not counted as stalls
  std::vector<std::string> notes;  ///< what could not be seen, one sentence each
};

}  // namespace unblock::reports
