// What a process that lints one file may take, and when it must end.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace unblock::lint {

/// The exit status of a process that wanted more memory than it may have.
inline constexpr int kOutOfMemory = 97;

/// The kernel ends this process when `driver`, its parent, ends in whatever way.
void end_with(pid_t driver);

/// From here on at most so many bytes more of memory of its own; 0: no limit. A process that
/// wants more ends with kOutOfMemory.
void limit_memory(std::size_t bytes);

}  // namespace unblock::lint
