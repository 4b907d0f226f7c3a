#include "reports/named_pipe.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "reports/descriptor.h"

namespace unblock::reports {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// A reader that goes away is an error of the write that meets it, and not the end of this process.
class WithoutPipeSignal {
 public:
  WithoutPipeSignal() : before_(::signal(SIGPIPE, SIG_IGN)) {}
  ~WithoutPipeSignal() {
    if (before_ != SIG_ERR) ::signal(SIGPIPE, before_);
  }
  WithoutPipeSignal(const WithoutPipeSignal&) = delete;
  WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;

 private:
  void (*before_)(int);
};

/// A signal that ends the program is blocked and waits: lint and watch take theirs between two steps.
bool is_asked_to_stop() {
  sigset_t pending;
  if (::sigpending(&pending) != 0) return false;
  return ::sigismember(&pending, SIGINT) || ::sigismember(&pending, SIGTERM) || ::sigismember(&pending, SIGHUP) || ::sigismember(&pending, SIGQUIT);
}

/// Until `done` says so, or a signal comes. False with errno ETIMEDOUT where it took too long, and with EINTR.
template <class Done>
bool wait_until(milliseconds patience, Done done) {
  const Clock::time_point end = Clock::now() + patience;
  while (!done()) {
    const bool stop = is_asked_to_stop();
    if (!stop && Clock::now() < end) continue;
    errno = stop ? EINTR : ETIMEDOUT;
    return false;
  }
  return true;
}

constexpr int kStepMs = 20;

/// Opens it as soon as it has a reader; -1 with errno ENXIO where none came.
int open_when_read(const std::string& path, milliseconds patience) {
  int fd = -1;
  const bool came = wait_until(patience, [&] {
    fd = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    return fd >= 0 || errno != ENXIO || ::poll(nullptr, 0, kStepMs) < 0;
  });
  if (!came && errno == ETIMEDOUT) errno = ENXIO;
  return fd;
}

bool wait_for_room(int fd, milliseconds patience) {
  pollfd ready{fd, POLLOUT, 0};
  int count = 0;
  return wait_until(patience, [&] { return (count = ::poll(&ready, 1, kStepMs)) != 0; }) && count > 0;
}

std::string reason(int error, milliseconds patience) {
  const double seconds = std::chrono::duration<double>(patience).count();
  if (error == ENXIO) return fmt::format("it is a named pipe, and nobody came to read it within {:g} s", seconds);
  if (error == ETIMEDOUT) return fmt::format("it is a named pipe, and its reader took nothing for {:g} s", seconds);
  if (error == EPIPE) return "it is a named pipe, and its reader went away";
  return std::strerror(error);
}

}  // namespace

std::string write_named_pipe(const std::string& path, std::string_view text, milliseconds patience) {
  const WithoutPipeSignal quiet;
  const Descriptor out(open_when_read(path, patience));
  if (out.get() < 0) return reason(errno, patience);
  while (!text.empty()) {
    const ssize_t written = ::write(out.get(), text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    if (written < 0 && errno != EAGAIN) return reason(errno, patience);
    if (!wait_for_room(out.get(), patience)) return reason(errno, patience);
  }
  return {};
}

}  // namespace unblock::reports
