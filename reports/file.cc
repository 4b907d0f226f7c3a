// Plain POSIX calls, because an older report must survive a full disk and a killed process.
#include "reports/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "reports/descriptor.h"
#include "reports/model/error.h"

namespace unblock::reports {
namespace {

[[noreturn]] void fail_reading(const std::string& path, const std::string& reason) {
  throw InputError(fmt::format("cannot read '{}': {}", path, reason));
}

[[noreturn]] void fail_writing(const std::string& path, int error) {
  throw InputError(fmt::format("cannot write '{}': {}", path, std::strerror(error)));
}

[[noreturn]] void fail_too_large(const std::string& path, std::size_t limit_bytes) {
  fail_reading(path, fmt::format("it is larger than {} MiB", limit_bytes >> 20));
}

/// The descriptor behind /dev/stdout and its kind, else -1. Opening the name again would start at the beginning of a file
/// to which the shell has written before; renaming over it would replace the link in /dev.
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

void write_to_stream(int fd, const std::string& path, std::string_view text) {
  std::fflush(nullptr);  // what was printed before comes first
  if (const int error = write_all(fd, text)) fail_writing(path, error);
}

bool is_special(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

void write_directly(const std::string& path, std::string_view text) {
  const Descriptor out(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
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
  if (const int fd = stream_behind(path); fd >= 0) return write_to_stream(fd, path, text);
  if (is_special(path)) return write_directly(path, text);
  const std::string target = resolve(path);
  std::string temporary = target + ".XXXXXX";
  const Descriptor out(::mkstemp(temporary.data()));
  if (out.get() < 0) fail_writing(path, errno);
  use_usual_mode(out.get(), target);
  int error = write_and_sync(out.get(), text);
  if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    fail_writing(path, error);
  }
}

void require_output(const std::string& output, std::span<const std::string> inputs) {
  if (output.empty()) throw InputError("the name of an output is empty");
  for (const std::string& input : inputs) {
    std::error_code none;
    const bool same = std::filesystem::is_regular_file(output, none) && std::filesystem::equivalent(output, input, none);
    if (same) throw InputError(fmt::format("cannot write '{}': it is one of the inputs", output));
  }
}

}  // namespace unblock::reports
