// One operating-system thread per task; inside a task every operation waits in place.
#pragma once

#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "runtimes/blocking_socket.h"
#include "runtimes/task.h"

namespace unblock {

class ThreadRuntime {
 public:
  template <class T>
  using Task = unblock::Task<T>;
  using Socket = BlockingSocket;

  class Group {
   public:
    explicit Group(ThreadRuntime&) {}
    ~Group() { wait(); }

    void spawn(Task<void> task) {
      threads_.emplace_back([this, task = std::move(task)]() mutable {
        task.start();
        try {
          task.take();
        } catch (...) {
          const std::lock_guard lock(mutex_);
          if (!first_error_) first_error_ = std::current_exception();
        }
      });
    }

    Completed<void> join() {
      wait();
      if (first_error_) std::rethrow_exception(std::exchange(first_error_, nullptr));
      return {};
    }

   private:
    void wait() {
      for (std::thread& thread : threads_) thread.join();
      threads_.clear();
    }

    std::vector<std::thread> threads_;
    std::mutex mutex_;
    std::exception_ptr first_error_;
  };

  static constexpr Capabilities kCapabilities{.overlaps_waits = true, .threads_per_task = true, .threads = 0};
  static std::string unavailable() { return {}; }
  Configuration configuration() const {
    return {{"idiom", kIdiomatic}, {"waits", "in place, blocking system calls"}, {"threads", "one per task"}};
  }

  void run(Task<void> task) {
    task.start();
    task.take();
  }
  void detach(Task<void> task) {
    std::thread([task = std::move(task)]() mutable {
      task.start();
      task.take();
    }).detach();
  }
  Completed<void> sleep(std::chrono::nanoseconds duration) { return blocking_sleep(duration); }
  Completed<Socket> connect(const Endpoint& endpoint) { return {Socket::connect(endpoint)}; }
  Completed<std::size_t> read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
    return blocking_read_file(fd, buffer, offset);
  }
};

static_assert(Runtime<ThreadRuntime>);

}  // namespace unblock
