#include "watch/snapshot/thread_files.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <string_view>

namespace unblock::watch {
namespace {

/// The first bytes of a file of the thread, on the stack: this is read hundreds of times a second.
template <std::size_t N>
std::size_t read_head(pid_t process, pid_t thread, const char* name, char (&to)[N]) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/task/%d/%s", process, thread, name);
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  const ssize_t size = ::read(fd, to, N - 1);
  ::close(fd);
  to[size > 0 ? size : 0] = 0;
  return size > 0 ? static_cast<std::size_t>(size) : 0;
}

}  // namespace

std::optional<Schedule> read_schedule(pid_t process, pid_t thread) {
  char text[128];
  Schedule schedule;
  if (read_head(process, thread, "schedstat", text) == 0 ||
      std::sscanf(text, "%" SCNu64 " %" SCNu64 " %" SCNu64, &schedule.on_cpu_ns, &schedule.waited_for_cpu_ns, &schedule.slices) != 3) {
    return std::nullopt;
  }
  return schedule;
}

char read_state(pid_t process, pid_t thread) {
  char text[512];
  const std::size_t size = read_head(process, thread, "stat", text);
  const std::size_t name_end = std::string_view(text, size).rfind(')');  // the name may hold anything
  return name_end == std::string_view::npos || name_end + 2 >= size ? 0 : text[name_end + 2];
}

std::optional<Sleeping> read_sleeping(pid_t process, pid_t thread) {
  char text[256];
  if (read_head(process, thread, "syscall", text) == 0) return std::nullopt;
  Sleeping found;
  if (std::sscanf(text, "%ld", &found.call) != 1) return std::nullopt;  // "running"
  const char* format = found.call < 0 ? "%*d %" SCNx64 " %" SCNx64 : "%*d %*s %*s %*s %*s %*s %*s %" SCNx64 " %" SCNx64;
  if (std::sscanf(text, format, &found.sp, &found.pc) != 2) return std::nullopt;
  return found;
}

std::size_t read_memory(pid_t process, std::uint64_t address, void* to, std::size_t size) {
  constexpr std::size_t kPage = 4096;
  // In pieces that end with a page: a copy ends before the first piece that is not there at all.
  iovec local{to, size};
  iovec remote[64];
  std::size_t pieces = 0, left = size;
  for (std::uint64_t at = address; left > 0 && pieces < 64;) {
    const std::size_t piece = pieces == 63 ? left : std::min<std::size_t>(left, kPage - at % kPage);
    remote[pieces++] = {reinterpret_cast<void*>(at), piece};
    at += piece;
    left -= piece;
  }
  const ssize_t copied = ::process_vm_readv(process, &local, 1, remote, pieces, 0);
  return copied > 0 ? static_cast<std::size_t>(copied) : 0;
}

std::string read_small_file(const std::string& path) {
  std::string text;
  if (FILE* file = std::fopen(path.c_str(), "re")) {
    char part[8192];
    while (const std::size_t size = std::fread(part, 1, sizeof part, file)) text.append(part, size);
    std::fclose(file);
  }
  return text;
}

}  // namespace unblock::watch
