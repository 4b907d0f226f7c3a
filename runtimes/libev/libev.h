// libev on one thread: an ev_io per direction of a socket, an ev_timer per sleep.
#pragma once

#include <ev.h>

#include "runtimes/loop/level_watch.h"
#include "runtimes/loop/offload.h"
#include "runtimes/loop/ready_datagrams.h"

namespace unblock {

class LibevRuntime : public TaskLoop<LibevRuntime>, public PoolOffload<LibevRuntime> {
 public:
  using Socket = ReadySocket<LibevRuntime>;
  using Connect = ReadyConnect<LibevRuntime>;
  using Datagrams = ReadyDatagrams<LibevRuntime>;
  using Wakeup = ReadyWakeup<LibevRuntime>;
  using Channel = ReadyChannel<LibevRuntime>;
  static constexpr bool kEdgeTriggered = false;

  Configuration configuration() const {
    return {{"idiom", kTuned},
            {"library", "libev " + std::to_string(ev_version_major()) + "." + std::to_string(ev_version_minor())},
            {"reactor", backend()},
            {"timers", "ev_now_update() before each, so that none counts from a past moment"},
            {"threads", "1"},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  LibevRuntime() : loop_(ev_loop_new(EVFLAG_AUTO)) {
    if (!loop_) throw std::runtime_error("libev cannot make a loop");
  }
  ~LibevRuntime() {
    stop_offload();
    ev_loop_destroy(loop_);
  }

  /// A watcher in the frame of the coroutine that waits.
  class Sleep {
   public:
    Sleep(LibevRuntime& runtime, std::chrono::nanoseconds duration) : loop_(runtime.loop_), duration_(duration) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept {
      ev_timer_init(&timer_, &fired, static_cast<double>(duration_.count()) * 1e-9, 0);
      timer_.data = waiter.address();
      ev_now_update(loop_);
      ev_timer_start(loop_, &timer_);
    }
    void await_resume() const noexcept {}
    void withdraw() { ev_timer_stop(loop_, &timer_); }
    void cancel_wait() {
      withdraw();
      std::coroutine_handle<>::from_address(timer_.data).resume();
    }

   private:
    static void fired(struct ev_loop*, ev_timer* timer, int) { std::coroutine_handle<>::from_address(timer->data).resume(); }

    struct ev_loop* loop_;
    std::chrono::nanoseconds duration_;
    ev_timer timer_;
  };

  class Half {
   public:
    Half(LibevRuntime& runtime, int fd, Channel& channel, bool writes) : loop_(runtime.loop_) {
      ev_io_init(&watcher_, &ready, fd, writes ? EV_WRITE : EV_READ);
      watcher_.data = &channel;
    }
    void start() { ev_io_start(loop_, &watcher_); }
    void stop() { ev_io_stop(loop_, &watcher_); }

   private:
    static void ready(struct ev_loop*, ev_io* watcher, int events) {
      auto& channel = *static_cast<Channel*>(watcher->data);
      if (events & EV_WRITE) {
        channel.watch.writable(channel);
      } else {
        channel.watch.readable(channel);
      }
    }
    struct ev_loop* loop_;
    ev_io watcher_;
  };
  using Watch = LevelWatch<LibevRuntime, Half>;
  /// A stopped watcher has no callback to come.
  void retire(std::unique_ptr<Channel>) {}

 private:
  friend TaskLoop;

  void step() {
    ev_run(loop_, has_ready() ? EVRUN_NOWAIT : EVRUN_ONCE);
    run_ready();
  }

  std::string backend() const {
    switch (ev_backend(loop_)) {
      case EVBACKEND_EPOLL: return "epoll";
      case EVBACKEND_POLL: return "poll";
      case EVBACKEND_SELECT: return "select";
      default: return "backend " + std::to_string(ev_backend(loop_));
    }
  }

  struct ev_loop* loop_;
};

static_assert(Runtime<LibevRuntime> && HasLoop<LibevRuntime> && Cancels<LibevRuntime> && Offloads<LibevRuntime> && HasDatagrams<LibevRuntime>);

}  // namespace unblock
