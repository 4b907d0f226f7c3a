// libevent on one thread: an event per direction of a socket and per sleep, no bufferevents.
#pragma once

#include <event2/event.h>
#include <event2/event_struct.h>

#include "runtimes/loop/level_watch.h"
#include "runtimes/loop/offload.h"
#include "runtimes/loop/ready_datagrams.h"

namespace unblock {

class LibeventRuntime : public TaskLoop<LibeventRuntime>, public PoolOffload<LibeventRuntime> {
 public:
  using Socket = ReadySocket<LibeventRuntime>;
  using Connect = ReadyConnect<LibeventRuntime>;
  using Datagrams = ReadyDatagrams<LibeventRuntime>;
  using Wakeup = ReadyWakeup<LibeventRuntime>;
  using Channel = ReadyChannel<LibeventRuntime>;
  static constexpr bool kEdgeTriggered = false;

  Configuration configuration() const {
    return {{"idiom", kTuned},
            {"library", std::string("libevent ") + event_get_version()},
            {"reactor", event_base_get_method(base_)},
            {"bufferevents", "off: recv and send when an event says so"},
            {"timers", "the default clock, CLOCK_MONOTONIC_COARSE, its lag added so that none is early; EVENT_BASE_FLAG_NO_CACHE_TIME"},
            {"threads", "1"},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  LibeventRuntime() {
    event_config* settings = event_config_new();
    if (settings) event_config_set_flag(settings, EVENT_BASE_FLAG_NO_CACHE_TIME);
    base_ = settings ? event_base_new_with_config(settings) : nullptr;
    if (settings) event_config_free(settings);
    if (!base_) throw std::runtime_error("libevent cannot make an event_base");
  }
  ~LibeventRuntime() {
    stop_offload();
    event_base_free(base_);
  }

  /// An event in the frame of the coroutine that waits.
  class Sleep {
   public:
    Sleep(LibeventRuntime& runtime, std::chrono::nanoseconds duration) : due_(now(CLOCK_MONOTONIC) + duration) {
      evtimer_assign(&event_, runtime.base_, [](int, short, void* self) { static_cast<Sleep*>(self)->waiter_.resume(); }, this);
    }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
      waiter_ = waiter;
      // libevent counts from its own clock, which is behind by up to a tick, in whole microseconds.
      const auto left = std::chrono::ceil<std::chrono::microseconds>(due_ - now(CLOCK_MONOTONIC_COARSE)).count() + 1;
      const timeval timeout{static_cast<time_t>(left / 1'000'000), static_cast<suseconds_t>(left % 1'000'000)};
      if (event_add(&event_, &timeout) != 0) throw std::runtime_error("libevent takes no timer");
    }
    void await_resume() const noexcept {}
    void withdraw() { event_del(&event_); }
    void cancel_wait() {
      withdraw();
      waiter_.resume();
    }

   private:
    static std::chrono::nanoseconds now(clockid_t clock) {
      timespec time;
      ::clock_gettime(clock, &time);
      return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }

    std::chrono::nanoseconds due_;
    std::coroutine_handle<> waiter_;
    event event_;
  };

  class Half {
   public:
    Half(LibeventRuntime& runtime, int fd, Channel& channel, bool writes) {
      event_assign(&event_, runtime.base_, fd, static_cast<short>((writes ? EV_WRITE : EV_READ) | EV_PERSIST), &ready, &channel);
    }
    void start() {
      if (event_add(&event_, nullptr) != 0) throw std::runtime_error("libevent cannot watch a socket");
    }
    void stop() { event_del(&event_); }

   private:
    static void ready(int, short what, void* argument) {
      auto& channel = *static_cast<Channel*>(argument);
      if (what & EV_WRITE) {
        channel.watch.writable(channel);
      } else {
        channel.watch.readable(channel);
      }
    }
    event event_;
  };
  using Watch = LevelWatch<LibeventRuntime, Half>;
  /// A deleted event has no callback to come.
  void retire(std::unique_ptr<Channel>) {}

 private:
  friend TaskLoop;

  void step() {
    event_base_loop(base_, has_ready() ? EVLOOP_NONBLOCK : EVLOOP_ONCE);
    run_ready();
  }

  event_base* base_;
};

static_assert(Runtime<LibeventRuntime> && HasLoop<LibeventRuntime> && Cancels<LibeventRuntime> && Offloads<LibeventRuntime> && HasDatagrams<LibeventRuntime>);

}  // namespace unblock
