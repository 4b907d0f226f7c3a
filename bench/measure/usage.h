// What a stretch of work cost beside time: CPU, context switches, system calls, allocations. Readings of this process, all threads.
#pragma once

#include <cstdint>
#include <string>

namespace unblock::bench {

/// A reading of the process's counters; two of them make a cost.
struct Usage {
  std::int64_t cpu_user_ns = 0;
  std::int64_t cpu_system_ns = 0;
  std::int64_t voluntary_switches = 0;
  std::int64_t involuntary_switches = 0;
  std::int64_t syscalls = 0;     ///< 0 unless the counter is open
  std::int64_t allocations = 0;  ///< 0 unless the allocation counter is preloaded

  static Usage now();
  Usage operator-(const Usage& earlier) const;
  Usage& operator+=(const Usage& other);
};

/// Opens the raw_syscalls:sys_enter counter for this process and the threads it will start.
/// `tracepoint_id`: from tracefs; root or CAP_PERFMON is needed. Returns why not, or an empty string.
std::string open_syscall_counter(int tracepoint_id);

/// Whether the allocation counter (libunblock-alloc.so) is loaded.
bool counts_allocations();

/// Peak resident set since the process began, bytes (VmHWM).
std::int64_t peak_resident_bytes();

/// Threads of this process now.
int live_threads();

}  // namespace unblock::bench
