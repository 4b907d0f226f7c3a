// Readings from getrusage, perf_event_open and /proc.
#include "bench/measure/usage.h"

#include <dlfcn.h>
#include <linux/perf_event.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

namespace unblock::bench {
namespace {

using AllocationCount = std::uint64_t (*)();

int& syscall_counter() {
  static int fd = -1;
  return fd;
}

AllocationCount allocation_count() {
  static const auto function = reinterpret_cast<AllocationCount>(::dlsym(RTLD_DEFAULT, "unblock_allocation_count"));
  return function;
}

std::int64_t nanoseconds(const timeval& time) { return time.tv_sec * 1'000'000'000LL + time.tv_usec * 1'000LL; }

std::int64_t status_field(std::string_view field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field)) return std::stoll(line.substr(field.size()));
  }
  return 0;
}

}  // namespace

Usage Usage::now() {
  Usage usage;
  rusage resources{};
  ::getrusage(RUSAGE_SELF, &resources);
  usage.cpu_user_ns = nanoseconds(resources.ru_utime);
  usage.cpu_system_ns = nanoseconds(resources.ru_stime);
  usage.voluntary_switches = resources.ru_nvcsw;
  usage.involuntary_switches = resources.ru_nivcsw;
  if (allocation_count()) usage.allocations = static_cast<std::int64_t>(allocation_count()());
  std::uint64_t syscalls = 0;
  if (syscall_counter() >= 0 && ::read(syscall_counter(), &syscalls, sizeof(syscalls)) == sizeof(syscalls)) {
    usage.syscalls = static_cast<std::int64_t>(syscalls);
  }
  return usage;
}

Usage Usage::operator-(const Usage& earlier) const {
  return {cpu_user_ns - earlier.cpu_user_ns,
          cpu_system_ns - earlier.cpu_system_ns,
          voluntary_switches - earlier.voluntary_switches,
          involuntary_switches - earlier.involuntary_switches,
          syscalls - earlier.syscalls,
          allocations - earlier.allocations};
}

Usage& Usage::operator+=(const Usage& other) {
  cpu_user_ns += other.cpu_user_ns;
  cpu_system_ns += other.cpu_system_ns;
  voluntary_switches += other.voluntary_switches;
  involuntary_switches += other.involuntary_switches;
  syscalls += other.syscalls;
  allocations += other.allocations;
  return *this;
}

std::string open_syscall_counter(int tracepoint_id) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_TRACEPOINT;
  attributes.size = sizeof(attributes);
  attributes.config = static_cast<std::uint64_t>(tracepoint_id);
  attributes.inherit = 1;
  syscall_counter() = static_cast<int>(::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC));
  return syscall_counter() >= 0 ? std::string() : std::string("perf_event_open: ") + std::strerror(errno);
}

bool counts_allocations() { return allocation_count() != nullptr; }

std::int64_t peak_resident_bytes() { return status_field("VmHWM:") * 1024; }

int live_threads() { return static_cast<int>(status_field("Threads:")); }

}  // namespace unblock::bench
