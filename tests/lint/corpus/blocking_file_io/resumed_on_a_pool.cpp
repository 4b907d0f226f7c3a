// What an awaited operation resumes on a thread where blocking is fine.
#include "awaiters.h"
#include "coro_file_shape.h"
#include "lazy_task.h"

#include <filesystem>

// bad: size_after_writing
namespace size_after_writing_bad {
Lazy<bool> store(coro_io::coro_file& file, const char* path) {
  const auto written = co_await file.async_write("report", 6);
  co_await sleep_ms(1);
  co_return std::filesystem::file_size(path) == written;  // expect: async-blocking-file-io
}
}  // namespace size_after_writing_bad
// good: size_after_writing
namespace size_after_writing_good {
Lazy<bool> store(coro_io::coro_file& file, const char* path) {
  const auto written = co_await file.async_write("report", 6);
  co_return std::filesystem::file_size(path) == written;
}
}  // namespace size_after_writing_good

// bad: size_after_perhaps_writing
namespace size_after_perhaps_writing_bad {
Lazy<std::size_t> store(coro_io::coro_file& file, const char* path, bool changed) {
  if (changed) co_await file.async_write("report", 6);
  co_return std::filesystem::file_size(path);  // expect: async-blocking-file-io
}
}  // namespace size_after_perhaps_writing_bad
// good: size_after_perhaps_writing
namespace size_after_perhaps_writing_good {
Lazy<std::size_t> store(coro_io::coro_file& file, const char* path, bool changed) {
  if (changed) co_await file.async_write("report", 6);
  else co_await file.async_write("none", 4);
  co_return std::filesystem::file_size(path);
}
}  // namespace size_after_perhaps_writing_good
