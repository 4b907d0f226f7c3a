// One place in which a thread waits, with the stack that leads to it. The stack is copied by the thread itself, and unwound when a
// stall needs it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "watch/snapshot/snapshot.h"
#include "watch/stack/image.h"

namespace unblock::watch {

/// What an unwinder needs to know of a process, taken while it ran.
struct ProcessMaps {
  pid_t process = 0;
  std::string text;  ///< of /proc/PID/maps, as far as it names files
};

struct WaitPlace {
  std::uint64_t sp = 0;
  std::shared_ptr<const ProcessMaps> maps;
  std::optional<Snapshot> snapshot;  ///< set once by the monitor, which then says so
  std::atomic<bool> has_snapshot = false;
  bool name_asked = false;           ///< by the monitor

  // Of the analyst:
  bool analysed = false;
  std::vector<Call> calls;  ///< innermost first
  std::size_t inner = 0;    ///< how many of them are of the wait itself: the preloaded library's, and libc's
  std::vector<bool> outside_own;  ///< whether each call is a function of the program
  std::string function;     ///< who waits
  std::string own_place;    ///< the program's innermost frame: what runs the loop
  std::atomic<bool> is_loop = true;  ///< false: it waits below a call that blocks
};

/// Whether one place waits inside of a turn of the other, as far as their stacks tell. Both are analysed.
bool is_nested(const WaitPlace& place, const WaitPlace& outer);

}  // namespace unblock::watch
