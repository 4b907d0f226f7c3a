#include "reports/descriptor.h"

#include <cerrno>
#include <cstdlib>

namespace unblock::reports {

int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : EIO;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_and_sync(int fd, std::string_view text) {
  if (const int error = write_all(fd, text)) return error;
  return ::fsync(fd) == 0 ? 0 : errno;
}

std::string resolve(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (real == nullptr) return path;
  std::string resolved(real);
  std::free(real);
  return resolved;
}

}  // namespace unblock::reports
