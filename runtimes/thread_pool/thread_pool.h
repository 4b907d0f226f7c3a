// A fixed number of threads and a queue of tasks; inside a task every operation waits in place.
// A task that spawns and joins a group of its own would wait for threads that wait for it: only the root joins.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "runtimes/blocking_socket.h"
#include "runtimes/task.h"

namespace unblock {

class ThreadPoolRuntime {
 public:
  template <class T>
  using Task = unblock::Task<T>;
  using Socket = BlockingSocket;

  /// As many as Python's default executor has on a machine of this size: enough to overlap waits, few enough to queue.
  static constexpr std::size_t kThreads = 16;
  static constexpr Capabilities kCapabilities{.overlaps_waits = true, .threads_per_task = true, .threads = kThreads};

  class Group {
   public:
    explicit Group(ThreadPoolRuntime& pool) : pool_(pool) {}
    ~Group() { wait(); }

    void spawn(Task<void> task) {
      pool_.submit(std::move(task), this);
    }

    Completed<void> join() {
      wait();
      if (first_error_) std::rethrow_exception(std::exchange(first_error_, nullptr));
      return {};
    }

   private:
    friend class ThreadPoolRuntime;

    void wait() {
      std::unique_lock lock(pool_.mutex_);
      done_.wait(lock, [this] { return pending_ == 0; });
    }

    ThreadPoolRuntime& pool_;
    std::size_t pending_ = 0;            // guarded by pool_.mutex_
    std::exception_ptr first_error_;     // guarded by pool_.mutex_
    std::condition_variable done_;
  };

  ThreadPoolRuntime() {
    for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { work(); });
  }
  ~ThreadPoolRuntime() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  static std::string unavailable() { return {}; }
  Configuration configuration() const {
    return {{"idiom", kIdiomatic}, {"waits", "in place, blocking system calls"}, {"threads", std::to_string(threads_.size())}};
  }

  void run(Task<void> task) {
    task.start();
    task.take();
  }
  void detach(Task<void> task) { submit(std::move(task), nullptr); }
  Completed<void> sleep(std::chrono::nanoseconds duration) { return blocking_sleep(duration); }
  Completed<Socket> connect(const Endpoint& endpoint) { return {Socket::connect(endpoint)}; }
  Completed<std::size_t> read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
    return blocking_read_file(fd, buffer, offset);
  }

 private:
  struct Job {
    Task<void> task;
    Group* group;  // null: nobody waits
  };

  void submit(Task<void> task, Group* group) {
    {
      const std::lock_guard lock(mutex_);
      if (group) ++group->pending_;
      queue_.push_back({std::move(task), group});
    }
    work_.notify_one();
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      Job job = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      std::exception_ptr error = finish(std::move(job.task));
      lock.lock();
      if (!job.group) continue;  // an error with it: as of a std::packaged_task whose future is gone
      if (error && !job.group->first_error_) job.group->first_error_ = std::move(error);
      if (--job.group->pending_ == 0) job.group->done_.notify_all();
    }
  }

  static std::exception_ptr finish(Task<void> task) {
    task.start();
    try {
      task.take();
      return nullptr;
    } catch (...) {
      return std::current_exception();
    }
  }

  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

static_assert(Runtime<ThreadPoolRuntime>);

}  // namespace unblock
