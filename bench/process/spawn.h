// Starting a child process, the one way that there is: pinned, bounded, in a group of its own. Who waits for it is not said here.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace unblock::bench {

/// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset(other.release());
    return *this;
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release();
  void reset(int fd = -1);

 private:
  int fd_;
};

/// A pipe whose ends no other child inherits. Where the system has none left both are closed and `error` is its errno.
struct Pipe {
  Descriptor read, write;
  int error = 0;
  Pipe();
};

struct Launch {
  std::vector<std::string> arguments;              ///< [0] is the executable's path
  std::map<std::string, std::string> environment{};  ///< beside what is inherited
  int input = -1, output = -1, errors = -1;        ///< the child's standard descriptors; -1: /dev/null
  std::vector<int> cpus{};                         ///< to run on; empty: wherever
  std::uint64_t largest_file_bytes = 0;            ///< a file that grows beyond ends the process; 0: no bound
};

/// Starts it in a process group of its own; it dies with this process. Returns when the program has replaced the copy of
/// this one: a pid, or -1 with `error` set to the errno.
pid_t spawn(const Launch& launch, int& error);

/// In a child: it ends when `owner`, whose child it is, ends.
void end_with(pid_t owner);

/// False where the machine does not allow it.
bool pin(pid_t pid, const std::vector<int>& cpus);

}  // namespace unblock::bench
