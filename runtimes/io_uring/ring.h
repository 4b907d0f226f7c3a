// An io_uring of one thread, its registered files and its ring of receive buffers. Entries are collected and handed over once a turn.
#pragma once

#include <liburing.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>

#include "runtimes/io_uring/batch.h"

namespace unblock::uring {

/// Who hears of an entry's end. Its address is the entry's user_data; entries of nobody have 0.
struct Completion {
  void (*complete)(Completion*, int result, unsigned flags) = nullptr;
  bool first = false;  ///< heard before those who may go on: a send that has failed
};

class Ring {
 public:
  static constexpr unsigned kEntries = 2048, kCompletions = 16'384, kFiles = 16'384;
  static constexpr unsigned kBuffers = 512, kBufferBytes = 4096;
  static constexpr int kGroup = 0;
  static constexpr const char* kFlags = "SINGLE_ISSUER, DEFER_TASKRUN";

  /// Why this machine cannot have one; empty: it can.
  static std::string unavailable() {
    io_uring ring;
    io_uring_params parameters = settings();
    const int error = -io_uring_queue_init_params(8, &ring, &parameters);
    if (error == 0) io_uring_queue_exit(&ring);
    switch (error) {
      case 0: return {};
      case EINVAL: return "this kernel's io_uring has no DEFER_TASKRUN, which came with Linux 6.1";
      case ENOSYS: return "this kernel has no io_uring";
      case EPERM: return "io_uring is switched off here: sysctl kernel.io_uring_disabled, or a container's seccomp filter";
      default: return "this kernel refuses io_uring: " + std::generic_category().message(error);
    }
  }

  Ring() {
    io_uring_params parameters = settings();
    check(io_uring_queue_init_params(kEntries, &ring_, &parameters), "io_uring_queue_init_params");
    io_uring_register_ring_fd(&ring_);
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const auto files = static_cast<unsigned>(std::min<rlim_t>(limit.rlim_cur, kFiles));
    files_ = io_uring_register_files_sparse(&ring_, files) == 0 ? static_cast<int>(files) : 0;
    provide_buffers();
  }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring() {
    io_uring_queue_exit(&ring_);
    ::munmap(memory_, kMemory);
  }

  /// The table of registered files has a place for this descriptor: the one of the same number.
  bool has_slot(int fd) const { return fd < files_; }

  /// An entry to be prepared, for which `linked` more follow in the same submission.
  io_uring_sqe* entry(unsigned linked = 0) {
    while (io_uring_sq_space_left(&ring_) <= linked) check(io_uring_submit(&ring_), "io_uring_submit");
    return io_uring_get_sqe(&ring_);
  }
  /// What io_uring_prep_… has cleared: who hears of its end, and how it runs.
  static void set(io_uring_sqe* entry, Completion* completion, unsigned flags) {
    io_uring_sqe_set_data(entry, completion);
    io_uring_sqe_set_flags(entry, flags);
  }
  /// Nobody waits for it, and it is silent unless it fails.
  static void set_silent(io_uring_sqe* entry, unsigned flags = 0) { set(entry, nullptr, flags | IOSQE_CQE_SKIP_SUCCESS); }

  void cancel(Completion& completion) {
    io_uring_sqe* sqe = entry();
    io_uring_prep_cancel(sqe, &completion, 0);
    set_silent(sqe);
  }

  /// Hands the entries over, waits for a completion (no longer than `timeout`, if there is one), and calls whom it concerns. `waiting`
  /// operations are expected to end soon.
  void turn(bool wait, __kernel_timespec* timeout, std::size_t waiting = 0) {
    if (!wait) {
      checked(io_uring_submit_and_get_events(&ring_));
    } else if (const unsigned batch = batch_.wanted(waiting); batch == 1 || !wait_for(batch, timeout)) {
      io_uring_cqe* first = nullptr;
      checked(io_uring_submit_and_wait_timeout(&ring_, &first, 1, timeout, nullptr));
    }
    call(true);
    if (!io_uring_cq_has_overflow(&ring_)) ++turns_;
    io_uring_cq_advance(&ring_, call(false));
  }
  /// Goes up when all entries of a turn have been issued and the failures among them told.
  unsigned turns() const { return turns_; }

  /// What a completed receive has put into its buffer. give_back() when it is copied.
  std::span<const std::byte> received(int bytes, unsigned flags) const {
    return {buffer(flags >> IORING_CQE_BUFFER_SHIFT), static_cast<std::size_t>(bytes)};
  }
  void give_back(unsigned flags) {
    const unsigned id = flags >> IORING_CQE_BUFFER_SHIFT;
    io_uring_buf_ring_add(buffers_, buffer(id), kBufferBytes, static_cast<unsigned short>(id), io_uring_buf_ring_mask(kBuffers), 0);
    io_uring_buf_ring_advance(buffers_, 1);
  }

 private:
  static constexpr std::size_t kRingBytes = kBuffers * sizeof(io_uring_buf);
  static constexpr std::size_t kMemory = kRingBytes + std::size_t{kBuffers} * kBufferBytes;

  static io_uring_params settings() {
    io_uring_params parameters{};
    parameters.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE;
    parameters.cq_entries = kCompletions;
    return parameters;
  }
  static void check(int result, const char* what) {
    if (result < 0) throw std::system_error(-result, std::generic_category(), what);
  }

  static void checked(int result) {
    if (result != -ETIME && result != -EINTR && result != -EAGAIN && result != -EBUSY) check(result, "io_uring_enter");
  }

  /// Whether there was anything when the time for a batch was over.
  bool wait_for(unsigned batch, const __kernel_timespec* timeout) {
    __kernel_timespec linger{0, Batch::kLingerNs};
    if (timeout && timeout->tv_sec == 0) linger.tv_nsec = std::min<long long>(linger.tv_nsec, timeout->tv_nsec);
    io_uring_cqe* first = nullptr;
    checked(io_uring_submit_and_wait_timeout(&ring_, &first, batch, &linger, nullptr));
    const unsigned there = io_uring_cq_ready(&ring_);
    batch_.was_filled(there >= batch);
    return there > 0;
  }

  unsigned call(bool first) {
    unsigned head, count = 0;
    io_uring_cqe* cqe;
    io_uring_for_each_cqe(&ring_, head, cqe) {
      ++count;
      auto* completion = static_cast<Completion*>(io_uring_cqe_get_data(cqe));
      if (completion && completion->first == first) completion->complete(completion, cqe->res, cqe->flags);
    }
    return count;
  }

  void provide_buffers() {
    memory_ = ::mmap(nullptr, kMemory, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory_ == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    buffers_ = static_cast<io_uring_buf_ring*>(memory_);
    io_uring_buf_reg registration{};
    registration.ring_addr = reinterpret_cast<std::uint64_t>(memory_);
    registration.ring_entries = kBuffers;
    registration.bgid = kGroup;
    check(io_uring_register_buf_ring(&ring_, &registration, 0), "io_uring_register_buf_ring");
    io_uring_buf_ring_init(buffers_);
    for (unsigned id = 0; id < kBuffers; ++id) give_back(id << IORING_CQE_BUFFER_SHIFT);
  }
  std::byte* buffer(unsigned id) const { return static_cast<std::byte*>(memory_) + kRingBytes + std::size_t{id} * kBufferBytes; }

  io_uring ring_;
  int files_ = 0;
  unsigned turns_ = 0;
  Batch batch_;
  void* memory_ = nullptr;
  io_uring_buf_ring* buffers_ = nullptr;
};

}  // namespace unblock::uring
