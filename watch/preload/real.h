// The calls that the wrappers stand in front of. Preloaded: the next library's definition. Linked into the program: the kernel's calls,
// because a static program has no next library; and liburing's, which the linker's --wrap renames.
#pragma once

#ifdef UNBLOCK_WATCH_LINKED

#include "watch/preload/kernel_calls.h"

#define UNBLOCK_REAL(name) const auto real = &::unblock::watch::preload::kernel::name
#define UNBLOCK_RING_NAME(name) __wrap_##name
#define UNBLOCK_REAL_RING(name)                                \
  extern __attribute__((weak)) decltype(::name) __real_##name; \
  const auto real = &__real_##name

#else

namespace unblock::watch::preload {

/// The next definition of `name` after ours; null where no library has one.
void* next_definition(const char* name) noexcept;

}  // namespace unblock::watch::preload

/// A pointer to the next definition of a function, looked up once. A race looks it up twice and finds the same.
#define UNBLOCK_REAL(name)                 \
  static decltype(&::name) real = nullptr; \
  if (!real) real = reinterpret_cast<decltype(&::name)>(::unblock::watch::preload::next_definition(#name))
#define UNBLOCK_RING_NAME(name) name
#define UNBLOCK_REAL_RING(name) UNBLOCK_REAL(name)

#endif
