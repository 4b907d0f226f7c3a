// GLib's main loop on one thread: a GSource per direction of a socket and per sleep.
#pragma once

#include <glib.h>

#include "runtimes/loop/level_watch.h"
#include "runtimes/loop/offload.h"
#include "runtimes/loop/ready_datagrams.h"

namespace unblock {

class GlibRuntime : public TaskLoop<GlibRuntime>, public PoolOffload<GlibRuntime> {
 public:
  using Socket = ReadySocket<GlibRuntime>;
  using Connect = ReadyConnect<GlibRuntime>;
  using Datagrams = ReadyDatagrams<GlibRuntime>;
  using Wakeup = ReadyWakeup<GlibRuntime>;
  using Channel = ReadyChannel<GlibRuntime>;
  static constexpr bool kEdgeTriggered = false;

  Configuration configuration() const {
    return {{"idiom", kTuned},
            {"library", "GLib " + std::to_string(glib_major_version) + "." + std::to_string(glib_minor_version) + "." + std::to_string(glib_micro_version)},
            {"reactor", "poll, of every descriptor in every turn"},
            {"sources", "made by g_source_new, a descriptor added while someone waits for it (as in the examples: g_unix_fd_add)"},
            {"timers", "g_source_set_ready_time, rounded up to whole milliseconds by poll"},
            {"threads", "1"},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  GlibRuntime() : context_(g_main_context_new()) {}
  ~GlibRuntime() {
    stop_offload();
    g_main_context_unref(context_);
  }

  /// A source that becomes ready at a time.
  class Sleep {
   public:
    Sleep(GlibRuntime& runtime, std::chrono::nanoseconds duration)
        : context_(runtime.context_), due_us_(g_get_monotonic_time() + std::chrono::ceil<std::chrono::microseconds>(duration).count() + 1) {}
    Sleep(const Sleep&) = delete;
    Sleep& operator=(const Sleep&) = delete;
    ~Sleep() { withdraw(); }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
      waiter_ = waiter;
      source_ = g_source_new(&functions(), sizeof(GSource));
      g_source_set_callback(source_, &fired, this, nullptr);
      g_source_set_ready_time(source_, due_us_);  // NOLINT(async-awaiter-after-publish): only g_source_attach() gives it away
      g_source_attach(source_, context_);
    }
    void await_resume() const noexcept {}
    void withdraw() {
      if (!source_) return;
      g_source_destroy(source_);
      g_source_unref(std::exchange(source_, nullptr));
    }
    void cancel_wait() {
      withdraw();
      waiter_.resume();
    }

   private:
    static GSourceFuncs& functions() {
      static GSourceFuncs only = {nullptr, nullptr, [](GSource*, GSourceFunc callback, gpointer self) { return callback(self); }, nullptr, nullptr, nullptr};
      return only;
    }
    static gboolean fired(gpointer argument) {
      auto& self = *static_cast<Sleep*>(argument);
      self.withdraw();
      self.waiter_.resume();
      return G_SOURCE_REMOVE;
    }

    GMainContext* context_;
    gint64 due_us_;
    GSource* source_ = nullptr;
    std::coroutine_handle<> waiter_;
  };

  class Half {
   public:
    Half(GlibRuntime& runtime, int fd, Channel& channel, bool writes) : context_(runtime.context_), channel_(channel), fd_(fd), writes_(writes) {}
    Half(const Half&) = delete;
    Half& operator=(const Half&) = delete;
    ~Half() {
      if (!source_) return;
      g_source_destroy(source_);
      g_source_unref(source_);
    }
    void start() {
      if (!source_) {
        source_ = g_source_new(&functions(), sizeof(GSource));
        g_source_set_callback(source_, writes_ ? &writable : &readable, &channel_, nullptr);
        g_source_attach(source_, context_);
      }
      tag_ = g_source_add_unix_fd(source_, fd_, static_cast<GIOCondition>((writes_ ? G_IO_OUT : G_IO_IN) | G_IO_HUP | G_IO_ERR));
    }
    void stop() { g_source_remove_unix_fd(source_, tag_); }

   private:
    static GSourceFuncs& functions() {
      static GSourceFuncs only = {nullptr, nullptr, [](GSource*, GSourceFunc callback, gpointer channel) { return callback(channel); }, nullptr, nullptr, nullptr};
      return only;
    }
    static gboolean readable(gpointer argument) {
      auto& channel = *static_cast<Channel*>(argument);
      channel.watch.readable(channel);
      return G_SOURCE_CONTINUE;
    }
    static gboolean writable(gpointer argument) {
      auto& channel = *static_cast<Channel*>(argument);
      channel.watch.writable(channel);
      return G_SOURCE_CONTINUE;
    }

    GMainContext* context_;
    Channel& channel_;
    int fd_;
    bool writes_;
    GSource* source_ = nullptr;
    gpointer tag_ = nullptr;
  };
  using Watch = LevelWatch<GlibRuntime, Half>;
  /// A destroyed source is not dispatched, and one that is being dispatched is kept by GLib.
  void retire(std::unique_ptr<Channel>) {}

 private:
  friend TaskLoop;

  void step() {
    g_main_context_iteration(context_, has_ready() ? FALSE : TRUE);
    run_ready();
  }

  GMainContext* context_;
};

static_assert(Runtime<GlibRuntime> && HasLoop<GlibRuntime> && Cancels<GlibRuntime> && Offloads<GlibRuntime> && HasDatagrams<GlibRuntime>);

}  // namespace unblock
