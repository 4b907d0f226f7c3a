// A few threads beside a loop, for work that would block it. Jobs live in the frames of the coroutines that wait for them.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace unblock {

/// One piece of work; the pool links it into its queues and never copies it.
struct OffloadJob {
  void (*work)(OffloadJob*) = nullptr;
  OffloadJob* next = nullptr;
  std::coroutine_handle<> waiter;
  std::exception_ptr error;
};

class OffloadPool {
 public:
  /// `wake(argument)` is called on a pool thread when a job is done and none was waiting to be taken.
  OffloadPool(std::size_t threads, void (*wake)(void*), void* argument) : wake_(wake), argument_(argument) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  ~OffloadPool() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void submit(OffloadJob& job) {
    {
      const std::lock_guard lock(mutex_);
      job.next = nullptr;
      (last_ ? last_->next : first_) = &job;
      last_ = &job;
    }
    work_.notify_one();
  }

  /// The jobs that are done, latest first, linked through `next`.
  OffloadJob* take_done() {
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, nullptr);
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      work_.wait(lock, [this] { return stopping_ || first_; });
      if (!first_) return;
      OffloadJob* job = first_;
      first_ = job->next;
      if (!first_) last_ = nullptr;
      lock.unlock();
      job->work(job);
      lock.lock();
      job->next = std::exchange(done_, job);
      if (!job->next) wake_(argument_);
    }
  }

  void (*wake_)(void*);
  void* argument_;
  std::mutex mutex_;
  std::condition_variable work_;
  OffloadJob* first_ = nullptr;  // guarded by mutex_, as are last_, done_ and stopping_
  OffloadJob* last_ = nullptr;
  OffloadJob* done_ = nullptr;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace unblock
