// A copy of this process that does one thing beside it, such as spinning on a CPU. It ends with its owner, whatever happens.
#pragma once

#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "bench/process/spawn.h"

namespace unblock::bench {

class Helper {
 public:
  Helper() = default;
  /// Runs `body` in the copy, which then ends with exit code 0. Where the system has no process left, running() is false.
  template <class Body>
  explicit Helper(Body body) {
    const pid_t owner = ::getpid();
    pid_ = ::fork();
    if (pid_ != 0) return;
    end_with(owner);
    ::signal(SIGINT, SIG_IGN);  // Ctrl-C at the terminal is the owner's to answer
    body();
    ::_exit(0);
  }
  ~Helper() { end(); }
  Helper(Helper&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  Helper& operator=(Helper&& other) noexcept {
    end();
    pid_ = std::exchange(other.pid_, -1);
    return *this;
  }

  /// False where it could not be started or has ended already.
  bool running() {
    if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) != 0) pid_ = -1;
    return pid_ > 0;
  }
  /// Waits until it has ended by itself.
  void wait() {
    while (pid_ > 0 && ::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
  }

 private:
  void end() {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
    wait();
  }
  pid_t pid_ = -1;
};

}  // namespace unblock::bench
