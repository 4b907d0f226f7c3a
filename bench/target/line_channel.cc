#include "bench/target/line_channel.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>

namespace unblock::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
constexpr std::size_t kLongestAnswer = 64 * 1024;

/// write(), where a reader that has died is an error and not a signal: SIGPIPE is kept from this thread and taken away again.
ssize_t write_without_signal(int fd, const std::string& text) {
  sigset_t pipe_signal, before;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  const ssize_t count = ::write(fd, text.data(), text.size());
  if (count < 0 && errno == EPIPE) {
    const timespec now{};
    sigtimedwait(&pipe_signal, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return count;
}

}  // namespace

void LineChannel::write(const std::string& text) {
  const int fd = output_ ? output_.get() : input_.get();
  if (write_without_signal(fd, text) != static_cast<ssize_t>(text.size())) throw ChannelError("ended", false);
}

std::string LineChannel::read_line() {
  const auto give_up = Clock::now() + deadline_;
  for (;;) {
    if (const auto end = unread_.find('\n'); end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      return line;
    }
    const auto left = std::chrono::ceil<milliseconds>(give_up - Clock::now()).count();
    pollfd answer{input_.get(), POLLIN, 0};
    const int ready = left > 0 ? poll(&answer, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) throw ChannelError(fmt::format("did not answer within {} ms", deadline_.count()), true);
    char bytes[4096];
    const ssize_t count = ::read(input_.get(), bytes, sizeof bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw ChannelError("ended", false);
    unread_.append(bytes, static_cast<std::size_t>(count));
    if (unread_.size() > kLongestAnswer) throw ChannelError("answers without end", true);
  }
}

void LineChannel::close() {
  output_.reset();
  input_.reset();
}

}  // namespace unblock::bench
