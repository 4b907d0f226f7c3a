// The registers and the stack of a thread at one moment. A sleeping thread is read while it goes on to sleep: its call is not cut
// short, whatever call it is. A running thread is stopped for some microseconds, which it cannot notice.
// docs/decisions/0050-a-stalled-thread-is-read-from-outside.md has the experiment.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "watch/snapshot/thread_files.h"

namespace unblock::watch {

struct Snapshot {
  static constexpr unsigned kRegisters = 17;  ///< DWARF's numbers on x86-64; 7 is the stack pointer, 16 the address of the code
  static constexpr unsigned kFramePointer = 6, kStackPointer = 7, kCode = 16;

  std::uint64_t registers[kRegisters] = {};
  std::uint32_t known = 0;    ///< a bit for each register that is known
  bool parked = false;        ///< it slept
  long call = -1;             ///< the system call in which it slept
  std::vector<unsigned char> stack;  ///< from the stack pointer on
  std::optional<Schedule> schedule;  ///< its counters, exact: it slept or was stopped when they were read
  std::uint64_t at_ns = 0;           ///< when that was, CLOCK_MONOTONIC
  std::uint64_t held_from_ns = 0, held_to_ns = 0;  ///< CLOCK_MONOTONIC: from when to when a running thread was stopped to be read, at most
  std::optional<int> ended;   ///< it ended while it was looked at: its status, which nobody else can wait for any more

  void set(unsigned number, std::uint64_t value) {
    registers[number] = value;
    known |= 1U << number;
  }
  std::uint64_t stack_pointer() const { return registers[kStackPointer]; }
};

/// What came of an attempt.
enum class LookResult {
  taken,
  moved,
  stopped,
  gone,
  forbidden
};

/// `moved`: the thread did not stay in one place long enough; try again. `stopped`: by a signal or a debugger.
LookResult take_snapshot(pid_t process, pid_t thread, Snapshot& to);

}  // namespace unblock::watch
