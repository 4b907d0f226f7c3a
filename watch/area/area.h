// The memory that the watched programs and the watcher share: one slot per thread that waits. The programs only store into it,
// so that being watched costs no system call, thread, signal or descriptor. Plain values of fixed size and without pointers.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "watch/turns/tracker.h"

namespace unblock::watch {

/// Names the area in the environment of the watched program: a path that can be opened.
inline constexpr char kAreaVariable[] = "UNBLOCK_WATCH";

/// Stands in every program that was linked with the library: such a program can be watched without preloading.
inline constexpr char kLibraryMark[] = "unblock-watch is linked into this program";

enum class WaitKind : std::uint32_t {
  none,
  epoll,
  poll,
  select,
  io_uring
};

/// A turn that was longer than the threshold.
struct LongTurn {
  std::uint64_t started;
  std::uint64_t ended;
  Site site;
  std::uint32_t level;
  std::uint32_t kind;
  std::uint32_t ready;    ///< events that the next wait found ready at once
  std::atomic<std::uint32_t> settled;  ///< 1 when that wait has returned and `ready` holds
};

struct Slot {
  static constexpr unsigned kLongTurns = 32;

  std::atomic<std::uint32_t> owner;  ///< 0: free; 1: its thread has ended, and the watcher frees it; else the thread's id
  std::uint32_t process;
  std::uint32_t thread;
  std::atomic<std::uint32_t> version;  ///< odd while the tracker changes
  std::uint32_t kind;                  ///< of the last wait
  std::uint64_t progress;      ///< address of the counter of completions that an io_uring loop has taken, or 0
  std::uint32_t progress_end;  ///< its value when all are taken that were there when the wait returned: beyond, the loop has turned
  std::atomic<std::uint32_t> written;  ///< long turns written and read, counted on
  std::atomic<std::uint32_t> read;
  std::atomic<std::uint32_t> lost;     ///< long turns for which there was no room
  std::atomic<std::uint32_t> capture;  ///< a Capture::State
  std::uint32_t capture_index;         ///< where to copy the stack when it is wanted
  TurnTracker tracker;
  LongTurn long_turns[kLongTurns];
};

/// The stack below a wait, copied by the thread itself when the watcher asks for it.
struct Capture {
  static constexpr std::size_t kBytes = 64 << 10;
  enum State : std::uint32_t {
    idle,
    wanted,
    done
  };
  enum Register {
    rbx,
    rbp,
    r12,
    r13,
    r14,
    r15,
    rsp,
    rip,
    kRegisters
  };

  std::uint64_t low, high;  ///< the mapping of the stack, as the watcher knows it: beyond it nothing may be read
  std::uint64_t registers[kRegisters];
  Site site;
  std::uint64_t size;
  unsigned char stack[kBytes];
};

struct Area {
  static constexpr std::uint32_t kMagic = 0x556e6277, kLayout = 1;
  static constexpr unsigned kSlots = 2048;
  static constexpr unsigned kCaptures = 64;  // few: the area counts against a limit on the program's address space

  std::uint32_t magic;
  std::uint32_t layout;
  std::uint32_t use_tsc;  ///< time is counted by the processor's time stamp counter, else in nanoseconds of CLOCK_MONOTONIC
  std::uint32_t listened;  ///< 1: the watcher writes the slots itself, and no thread can copy its stack
  std::uint64_t threshold;                  ///< in ticks
  std::atomic<std::uint32_t> used;          ///< slots below this one were ever used
  std::atomic<std::uint32_t> attached;      ///< processes that mapped the area
  std::atomic<std::uint32_t> without_slot;  ///< threads for which there was none
  alignas(64) Slot slots[kSlots];
  alignas(4096) Capture captures[kCaptures];
};

}  // namespace unblock::watch
