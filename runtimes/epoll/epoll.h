// Our own minimal loop on one thread: epoll edge-triggered, timers and operations kept in the waiting coroutine's frame.
// The floor that the other runtimes are held against, not a library to use.
#pragma once

#include <sys/epoll.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "runtimes/loop/offload.h"
#include "runtimes/loop/ready_datagrams.h"
#include "runtimes/loop/timers.h"

namespace unblock {

class EpollRuntime : public TaskLoop<EpollRuntime>, public PoolOffload<EpollRuntime> {
 public:
  using Socket = ReadySocket<EpollRuntime>;
  using Connect = ReadyConnect<EpollRuntime>;
  using Datagrams = ReadyDatagrams<EpollRuntime>;
  using Wakeup = ReadyWakeup<EpollRuntime>;
  struct Sleep : Timers::Sleep {
    Sleep(EpollRuntime& runtime, std::chrono::nanoseconds duration) : Timers::Sleep(runtime.timers_, duration) {}
  };
  static constexpr bool kEdgeTriggered = true;

  Configuration configuration() const {
    return {{"idiom", kTuned},
            {"reactor", "epoll, edge-triggered, epoll_pwait2"},
            {"threads", "1"},
            {"events per wait", std::to_string(kEvents)},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  EpollRuntime() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  }
  ~EpollRuntime() {
    stop_offload();
    ::close(fd_);
  }

  using Channel = ReadyChannel<EpollRuntime>;
  /// Registered once, for both directions.
  struct Watch {
    Watch(EpollRuntime& runtime, int fd, Channel& channel) {
      epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.ptr = &channel}};
      if (::epoll_ctl(runtime.fd_, EPOLL_CTL_ADD, fd, &event) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
      }
    }
    void want_read() const {}
    void want_write() const {}
    void stop() const {}  // closing the descriptor does
  };
  /// It stays until the events of the current batch are handled: they point to it.
  void retire(std::unique_ptr<Channel> channel) { closed_.push_back(std::move(channel)); }

 private:
  friend TaskLoop;
  static constexpr int kEvents = 256;

  void step() {
    epoll_event events[kEvents];
    timespec timeout{};
    if (!has_ready() && !timers_.empty()) timeout = timers_.left();
    const int count = wait_for_events(events, has_ready() || !timers_.empty() ? &timeout : nullptr);
    if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_pwait2");
    for (int i = 0; i < count; ++i) dispatch(*static_cast<Channel*>(events[i].data.ptr), events[i].events);
    closed_.clear();
    timers_.fire();
    run_ready();
  }

  int wait_for_events(epoll_event* events, const timespec* timeout) const {
    const int count = ::epoll_pwait2(fd_, events, kEvents, timeout, nullptr);
    if (count >= 0 || errno != ENOSYS) return count;
    // Before Linux 5.11, and under valgrind: whole milliseconds, rounded up.
    const int ms = timeout ? static_cast<int>(std::min<long>(timeout->tv_sec, 1'000'000) * 1'000 + (timeout->tv_nsec + 999'999) / 1'000'000) : -1;
    return ::epoll_wait(fd_, events, kEvents, ms);
  }

  static void dispatch(Channel& channel, std::uint32_t events) {
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) channel.hung_up = true;
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) channel.on_readable();
    if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) channel.on_writable();
  }

  int fd_;
  Timers timers_;
  std::vector<std::unique_ptr<Channel>> closed_;
};

static_assert(Runtime<EpollRuntime> && HasLoop<EpollRuntime> && Cancels<EpollRuntime> && Offloads<EpollRuntime> && HasDatagrams<EpollRuntime>);

}  // namespace unblock
