// Listens to the waits of a program that runs already, by the kernel's tracepoints of system calls: a waiting call of any of its
// threads comes with its time and the thread's stack pointer. Needs root, and a kernel with these tracepoints.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "watch/area/area.h"

namespace unblock::watch {

/// A wait that began, or one that returned.
struct WaitEvent {
  pid_t thread = 0;
  bool begins = false;
  WaitKind kind = WaitKind::none;
  std::uint64_t at_ns = 0;  ///< CLOCK_MONOTONIC
  Site site;
  long result = 0;
};

/// The events of one thread, in order.
class ThreadListener {
 public:
  /// Throws InputError with what to do when the system refuses. `is_gone` instead when the thread has ended meanwhile.
  ThreadListener(pid_t thread, bool& is_gone);
  ~ThreadListener();
  ThreadListener(const ThreadListener&) = delete;
  ThreadListener& operator=(const ThreadListener&) = delete;

  /// Hands over what has happened since the last time; the number of events that were lost.
  std::uint64_t read(const std::function<void(const WaitEvent&)>& take);

 private:
  void take_sample(const std::vector<unsigned char>& record, const std::function<void(const WaitEvent&)>& take) const;

  pid_t thread_;
  int enter_ = -1, exit_ = -1;
  void* ring_ = nullptr;
};

/// Throws InputError when this machine cannot listen: no root, or no tracepoints.
void check_tracepoints();

}  // namespace unblock::watch
