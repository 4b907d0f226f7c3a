// offload() and read_file() for a loop that brings no pool of its own: a few threads, started with the first use.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

#include "runtimes/loop/offload_pool.h"
#include "runtimes/runtime.h"
#include "runtimes/task.h"

namespace unblock {

/// R brings Wakeup(R&, void (*woken)(R&)): after notify(), from any thread, the loop calls woken() on its own.
template <class R>
class PoolOffload {
 public:
  template <class Work>
  class Offload;
  template <class Work>
  Offload<Work> offload(Work work) {
    return {*this, std::move(work)};
  }
  Task<std::size_t> read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
    ssize_t count = 0;
    co_await offload([&] {
      count = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(offset));
      if (count < 0) throw std::system_error(errno, std::generic_category(), "pread");
    });
    co_return static_cast<std::size_t>(count);
  }

 protected:
  ~PoolOffload() = default;
  /// To be called while the loop still exists.
  void stop_offload() { started_.reset(); }

 private:
  struct Started {
    explicit Started(R& runtime)
        : wakeup(runtime, [](R& woken) { woken.resume_finished(); }),
          pool(kOffloadThreads, [](void* self) { static_cast<Started*>(self)->wakeup.notify(); }, this) {}
    typename R::Wakeup wakeup;
    OffloadPool pool;
  };

  OffloadPool& pool() {
    if (!started_) started_ = std::make_unique<Started>(static_cast<R&>(*this));
    return started_->pool;
  }
  void resume_finished() {
    for (OffloadJob* job = started_->pool.take_done(); job;) std::exchange(job, job->next)->waiter.resume();
  }

  std::unique_ptr<Started> started_;
};

/// Runs on a pool thread; the coroutine goes on in the loop.
template <class R>
template <class Work>
class PoolOffload<R>::Offload : OffloadJob {
 public:
  Offload(PoolOffload& of, Work what) : of_(of), work_(std::move(what)) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter = handle;
    work = [](OffloadJob* job) {
      auto& self = static_cast<Offload&>(*job);
      try {
        self.work_();
      } catch (...) {
        self.error = std::current_exception();
      }
    };
    of_.pool().submit(*this);
  }
  void await_resume() {
    if (error) std::rethrow_exception(std::move(error));
  }

 private:
  PoolOffload& of_;
  Work work_;
};

}  // namespace unblock
