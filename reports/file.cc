// Plain POSIX calls, because an older report must survive a full disk and a killed process.
#include "reports/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "reports/descriptor.h"
#include "reports/model/error.h"
#include "reports/named_pipe.h"

namespace unblock::reports {
namespace {

[[noreturn]] void fail_reading(const std::string& path, const std::string& reason) {
  throw InputError(fmt::format("cannot read '{}': {}", path, reason));
}

[[noreturn]] void fail_writing(const std::string& path, const std::string& reason) {
  throw InputError(fmt::format("cannot write '{}': {}", path, reason));
}

[[noreturn]] void fail_writing(const std::string& path, int error) { fail_writing(path, std::strerror(error)); }

[[noreturn]] void fail_too_large(const std::string& path, std::size_t limit_bytes) {
  fail_reading(path, fmt::format("it is larger than {} MiB", limit_bytes >> 20));
}

/// Opening /dev/stdout again would start at the beginning of a file to which the shell has written before; renaming over it
/// would replace the link in /dev.
void write_to_stream(int fd, const std::string& path, std::string_view text) {
  std::fflush(nullptr);  // what was printed before comes first
  if (const int error = write_all(fd, text)) fail_writing(path, error);
}

/// What is there and is no file: nothing may take its place.
bool is_special(const struct stat& status) { return !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode); }

void write_to_special(const std::string& path, mode_t mode, std::string_view text) {
  if (S_ISFIFO(mode)) {
    if (const std::string why = write_named_pipe(path, text); !why.empty()) fail_writing(path, why);
    return;
  }
  if (!S_ISCHR(mode)) fail_writing(path, S_ISBLK(mode) ? "it is a disk" : "it is a socket");
  const Descriptor out(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (out.get() < 0) fail_writing(path, errno);
  if (const int error = write_all(out.get(), text)) fail_writing(path, error);
}

/// Refuses what has no end or would be waited for; returns the size. A pipe that the shell passes on (/dev/stdin, <(…)) is
/// meant, and is waited for.
std::size_t require_readable(int fd, const std::string& path) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) fail_reading(path, std::strerror(errno));
  if (S_ISREG(status.st_mode)) return static_cast<std::size_t>(status.st_size);
  if (S_ISDIR(status.st_mode)) fail_reading(path, "it is a folder");
  const bool is_pipe = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode);
  if (!is_pipe) fail_reading(path, "it is a device");
  if (stream_behind(path) < 0) fail_reading(path, "it is a named pipe, not a file");
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  return 0;
}

/// mkstemp gives 0600; the report is meant to be read like any new file of the user, or as the file that it replaces.
void use_usual_mode(int fd, const std::string& path) {
  struct stat status{};
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode = ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0666 & ~mask;
  (void)::fchmod(fd, mode);
}

/// A single file of a container is a mount of its own, whose name nothing else can take.
int overwrite_mounted(const std::string& path, std::string_view text) {
  const Descriptor out(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return out.get() < 0 ? errno : overwrite(out.get(), text);
}

}  // namespace

std::string read_file(const std::string& path, std::size_t limit_bytes) {
  // Without O_NONBLOCK, opening a FIFO waits for somebody who writes into it.
  const Descriptor in(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (in.get() < 0) fail_reading(path, std::strerror(errno));
  const std::size_t size = require_readable(in.get(), path);
  if (size > limit_bytes) fail_too_large(path, limit_bytes);
  std::string text;
  text.reserve(size);
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(in.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_reading(path, std::strerror(errno));
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > limit_bytes) fail_too_large(path, limit_bytes);
  }
}

void write_file(const std::string& path, std::string_view text) {
  if (const int fd = output_stream(path); fd >= 0) return write_to_stream(fd, path, text);
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0 && is_special(status)) return write_to_special(path, status.st_mode, text);
  const std::string target = resolve(path);
  std::string temporary = target + ".XXXXXX";
  const Descriptor out(::mkstemp(temporary.data()));
  if (out.get() < 0) fail_writing(path, errno);
  use_usual_mode(out.get(), target);
  int error = write_and_sync(out.get(), text);
  if (error == 0 && ::rename(temporary.c_str(), target.c_str()) == 0) return;
  if (error == 0) error = errno == EBUSY ? overwrite_mounted(target, text) : errno;
  ::unlink(temporary.c_str());
  if (error != 0) fail_writing(path, error);
}

}  // namespace unblock::reports
