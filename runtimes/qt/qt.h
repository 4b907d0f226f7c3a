// Qt's event loop on one thread: a QSocketNotifier per direction of a socket, a QBasicTimer per sleep.
#pragma once

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QBasicTimer>
#include <QtCore/QCoreApplication>
#include <QtCore/QSocketNotifier>

#include <clocale>

#include "runtimes/loop/level_watch.h"
#include "runtimes/loop/offload.h"
#include "runtimes/loop/ready_datagrams.h"

namespace unblock {

class QtRuntime : public TaskLoop<QtRuntime>, public PoolOffload<QtRuntime> {
 public:
  using Socket = ReadySocket<QtRuntime>;
  using Connect = ReadyConnect<QtRuntime>;
  using Datagrams = ReadyDatagrams<QtRuntime>;
  using Wakeup = ReadyWakeup<QtRuntime>;
  using Channel = ReadyChannel<QtRuntime>;
  static constexpr bool kEdgeTriggered = false;
  static constexpr Capabilities kCapabilities = [] {
    Capabilities all = TaskLoop::kCapabilities;
    all.most_sleeps = 20'000;
    return all;
  }();

  Configuration configuration() const {
    return {{"idiom", kTuned},
            {"library", std::string("Qt ") + qVersion()},
            {"dispatcher", dispatcher_->metaObject()->className()},
            {"reactor", "poll, of every descriptor in every turn"},
            {"timers", "QBasicTimer with Qt::PreciseTimer, whole milliseconds, rounded up (the default: QTimer, up to 5 % off)"},
            {"threads", "1"},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  QtRuntime() : application_(arguments_, words_), dispatcher_(QAbstractEventDispatcher::instance()) {
    std::setlocale(LC_NUMERIC, "C");  // the application has taken the user's; Qt's manual says to take it back
  }
  ~QtRuntime() { stop_offload(); }

  /// A timer in the frame of the coroutine that waits.
  class Sleep : QObject {
   public:
    Sleep(QtRuntime&, std::chrono::nanoseconds duration) : duration_ms_(static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(duration).count())) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
      waiter_ = waiter;
      timer_.start(duration_ms_, Qt::PreciseTimer, this);
    }
    void await_resume() const noexcept {}
    void withdraw() { timer_.stop(); }
    void cancel_wait() {
      withdraw();
      waiter_.resume();
    }

   private:
    void timerEvent(QTimerEvent*) override { cancel_wait(); }

    int duration_ms_;
    QBasicTimer timer_;
    std::coroutine_handle<> waiter_;
  };

  class Half {
   public:
    Half(QtRuntime&, int fd, Channel& channel, bool writes) : notifier_(writes ? QSocketNotifier::Write : QSocketNotifier::Read) {
      notifier_.setSocket(fd);
      QObject::connect(&notifier_, &QSocketNotifier::activated, [&channel](QSocketDescriptor, QSocketNotifier::Type type) {
        if (type == QSocketNotifier::Write) {
          channel.watch.writable(channel);
        } else {
          channel.watch.readable(channel);
        }
      });
    }
    void start() { notifier_.setEnabled(true); }
    void stop() { notifier_.setEnabled(false); }

   private:
    QSocketNotifier notifier_;
  };
  using Watch = LevelWatch<QtRuntime, Half>;
  /// A notifier may go in the middle of its own signal: Qt looks whether it is still there.
  void retire(std::unique_ptr<Channel>) {}

 private:
  friend TaskLoop;

  void step() {
    dispatcher_->processEvents(has_ready() ? QEventLoop::AllEvents : QEventLoop::WaitForMoreEvents);
    run_ready();
  }

  int arguments_ = 1;
  char name_[8] = "unblock";
  char* words_[2] = {name_, nullptr};
  QCoreApplication application_;
  QAbstractEventDispatcher* dispatcher_;
};

static_assert(Runtime<QtRuntime> && HasLoop<QtRuntime> && Cancels<QtRuntime> && Offloads<QtRuntime> && HasDatagrams<QtRuntime>);

}  // namespace unblock
