#include "lint/driver/cache/disk.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "lint/driver/cache/hash.h"

namespace unblock::lint {

PathState state_of(const char* path) {
  struct stat status{};
  if (::stat(path, &status) != 0) return {};
  PathState state;
  state.kind = S_ISDIR(status.st_mode) ? PathKind::folder : PathKind::file;
  state.size = static_cast<std::uint64_t>(status.st_size);
  state.changed_ns = status.st_mtim.tv_sec * std::int64_t{1'000'000'000} + status.st_mtim.tv_nsec;
  return state;
}

std::optional<std::uint64_t> content_hash(const char* path) {
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return {};
  struct stat status{};
  const bool is_file = ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);  // a device has no end, and a pipe is waited for
  std::string text;
  char buffer[1 << 16];
  ssize_t got = is_file ? 0 : -1;
  while (is_file && (got = ::read(fd, buffer, sizeof buffer)) > 0) text.append(buffer, static_cast<std::size_t>(got));
  ::close(fd);
  if (got < 0) return {};
  return hash_of(text);
}

bool Disk::is_still(std::string_view path, std::uint64_t path_hash, const PathState& state) {
  const auto [entry, is_new] = seen_.try_emplace(path_hash);
  Now& now = entry->second;
  if (is_new) now.state = state_of(std::string(path).c_str());
  switch (state.kind) {
    case PathKind::absent: return now.state.kind == PathKind::absent;
    case PathKind::present: return now.state.kind != PathKind::absent;
    case PathKind::folder: return now.state.kind == PathKind::folder && now.state.changed_ns == state.changed_ns;
    case PathKind::file: break;
  }
  if (now.state.kind != PathKind::file || now.state.size != state.size) return false;
  if (now.state.changed_ns == state.changed_ns) return true;
  if (!now.has_content) {
    const auto content = content_hash(std::string(path).c_str());
    if (!content) return false;
    now.state.content = *content;
    now.has_content = true;
  }
  return now.state.content == state.content;
}

}  // namespace unblock::lint
