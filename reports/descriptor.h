// System calls on files with their loops and their errors, for what reads and writes files. Nothing here throws.
#pragma once

#include <unistd.h>

#include <string>
#include <string_view>

namespace unblock::reports {

/// Closes on every path.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Returns 0, or the errno of the write that failed. A call that takes a part only is repeated with the rest; what takes
/// nothing at the moment (a pipe that somebody has made non-blocking) is waited for.
int write_all(int fd, std::string_view text);

/// The same, and on the disk when it returns.
int write_and_sync(int fd, std::string_view text);

/// Puts the text in the place of what the file holds; not at once, so that a crash leaves a part of both.
int overwrite(int fd, std::string_view text);

/// The descriptor that /dev/stdout and its kind stand for, else -1.
int stream_behind(const std::string& path);

/// The same of an output, of which "-" is standard output.
int output_stream(const std::string& path);

/// The file that `path` stands for: a symbolic link is followed, so that it stays one.
std::string resolve(const std::string& path);

}  // namespace unblock::reports
