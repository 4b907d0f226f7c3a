#include "lint/driver/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace unblock::lint {
namespace {

constexpr std::size_t kReservedBytes = std::size_t{512} << 20;  // address space only: what is not touched costs nothing
constexpr std::uintptr_t kHugePageBytes = std::uintptr_t{2} << 20;

}  // namespace

void prepare_heap_for_one_file() {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);  // the analysing thread would get an arena of its own, which grows a page at a time
  mallopt(M_TRIM_THRESHOLD, 2 * kReservedBytes);
  mallopt(M_MMAP_THRESHOLD, 2 * kReservedBytes);
  mallopt(M_TOP_PAD, 64 << 20);
  void* const before = sbrk(0);
  void* volatile reserved = std::malloc(kReservedBytes);  // volatile: the pair must not be optimised away
  std::free(reserved);
  const auto first = (reinterpret_cast<std::uintptr_t>(before) + kHugePageBytes - 1) / kHugePageBytes * kHugePageBytes;
  const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
  if (end > first) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
}

}  // namespace unblock::lint
