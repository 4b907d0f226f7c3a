// The shape of coro_io's files: their operations end on an executor for what waits for the disk.
#pragma once

#include <cstddef>

#include "lazy_task.h"

namespace coro_io {
template <int Kind = 0>
class basic_seq_coro_file {
 public:
  bool open(const char* path);
  Lazy<std::size_t> async_read(char* bytes, std::size_t size);
  Lazy<std::size_t> async_write(const char* bytes, std::size_t size);
};
using coro_file = basic_seq_coro_file<>;
}  // namespace coro_io
