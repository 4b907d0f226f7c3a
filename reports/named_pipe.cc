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

/// Opens it as soon as it has a reader; -1 with errno ENXIO where none came.
int open_when_read(const std::string& path, milliseconds patience) {
  constexpr milliseconds kStep{20};
  const Clock::time_point end = Clock::now() + patience;
  for (;;) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 || errno != ENXIO || Clock::now() >= end) return fd;
    if (::poll(nullptr, 0, static_cast<int>(kStep.count())) < 0) return -1;
  }
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
    pollfd ready{out.get(), POLLOUT, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(patience.count()));
    if (count <= 0) return reason(count == 0 ? ETIMEDOUT : errno, patience);
  }
  return {};
}

}  // namespace unblock::reports
