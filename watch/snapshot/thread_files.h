// What /proc says about one thread. Reading it does not disturb the thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace unblock::watch {

/// A thread as the scheduler counts it.
struct Schedule {
  std::uint64_t on_cpu_ns = 0;
  std::uint64_t waited_for_cpu_ns = 0;  ///< it could run and did not
  std::uint64_t slices = 0;             ///< how often it was put on a CPU

  std::uint64_t awake_ns() const { return on_cpu_ns + waited_for_cpu_ns; }
  friend bool operator==(const Schedule&, const Schedule&) = default;
};
std::optional<Schedule> read_schedule(pid_t process, pid_t thread);

/// 'R' running or able to, 'S' and 'D' asleep, 'T' stopped, 't' stopped by a debugger, 'Z' ended, 0: no such thread.
char read_state(pid_t process, pid_t thread);

/// A thread that sleeps: where it entered the kernel. `call` is -1 when it sleeps outside of a system call (a page that comes from disk).
struct Sleeping {
  long call = -1;
  std::uint64_t sp = 0;
  std::uint64_t pc = 0;

  friend bool operator==(const Sleeping&, const Sleeping&) = default;
};
std::optional<Sleeping> read_sleeping(pid_t process, pid_t thread);

/// Copies up to `size` bytes; the count that could be copied.
std::size_t read_memory(pid_t process, std::uint64_t address, void* to, std::size_t size);

/// A small file whole; empty when it cannot be read.
std::string read_small_file(const std::string& path);

}  // namespace unblock::watch
