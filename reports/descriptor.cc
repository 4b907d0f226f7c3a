#include "reports/descriptor.h"

#include <poll.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>

namespace unblock::reports {

int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {
      pollfd ready{fd, POLLOUT, 0};
      if (::poll(&ready, 1, -1) < 0 && errno != EINTR) return errno;
      continue;
    }
    if (written <= 0) return written < 0 ? errno : EIO;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_and_sync(int fd, std::string_view text) {
  if (const int error = write_all(fd, text)) return error;
  return ::fsync(fd) == 0 ? 0 : errno;
}

int overwrite(int fd, std::string_view text) {
  if (::lseek(fd, 0, SEEK_SET) < 0) return errno;
  if (const int error = write_all(fd, text)) return error;
  if (::ftruncate(fd, static_cast<off_t>(text.size())) != 0) return errno;
  return ::fsync(fd) == 0 ? 0 : errno;
}

int stream_behind(const std::string& path) {
  if (path == "/dev/stdin") return STDIN_FILENO;
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    int fd = -1;
    const char* const end = path.data() + path.size();
    const auto [rest, error] = std::from_chars(path.data() + folder.size(), end, fd);
    if (error == std::errc() && rest == end) return fd;
  }
  return -1;
}

int output_stream(const std::string& path) { return path == "-" ? STDOUT_FILENO : stream_behind(path); }

std::string resolve(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (real == nullptr) return path;
  std::string resolved(real);
  std::free(real);
  return resolved;
}

}  // namespace unblock::reports
