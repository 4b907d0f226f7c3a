#include "bench/workloads/leftovers.h"

#include <fmt/format.h>
#include <malloc.h>

#include <filesystem>
#include <iterator>

namespace unblock::bench {

Holdings Holdings::now() {
  const struct mallinfo2 heap = ::mallinfo2();
  const std::filesystem::directory_iterator descriptors("/proc/self/fd");
  return {std::distance(begin(descriptors), end(descriptors)), static_cast<std::int64_t>(heap.uordblks + heap.hblkhd)};
}

std::string left_behind(const Holdings& growth, std::int64_t tasks, std::uint64_t pending) {
  if (pending != 0) return fmt::format("{} tasks are left over", pending);
  if (growth.descriptors > 0) return fmt::format("{} file descriptors are left over", growth.descriptors);
  if (growth.heap_bytes > kCacheBytes + tasks) return fmt::format("{} bytes are left over", growth.heap_bytes);
  return {};
}

}  // namespace unblock::bench
