// One thread, every operation waits in place: "download A, wait, download B, wait".
#pragma once

#include "runtimes/blocking_socket.h"
#include "runtimes/task.h"

namespace unblock {

class BlockingRuntime {
 public:
  template <class T>
  using Task = unblock::Task<T>;
  using Socket = BlockingSocket;

  /// spawn() runs the whole task before it returns: nothing overlaps.
  struct Group : TaskGroup {
    explicit Group(BlockingRuntime&) {}
  };

  static constexpr Capabilities kCapabilities{.overlaps_waits = false, .threads_per_task = false, .threads = 1};
  static std::string unavailable() { return {}; }
  Configuration configuration() const {
    return {{"idiom", kIdiomatic}, {"waits", "in place, blocking system calls"}, {"threads", "1"}};
  }

  void run(Task<void> task) {
    task.start();
    task.take();
  }
  /// As a function call: it has ended when this returns, and its error is the caller's.
  void detach(Task<void> task) { run(std::move(task)); }
  Completed<void> sleep(std::chrono::nanoseconds duration) { return blocking_sleep(duration); }
  Completed<Socket> connect(const Endpoint& endpoint) { return {Socket::connect(endpoint)}; }
  Completed<std::size_t> read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
    return blocking_read_file(fd, buffer, offset);
  }
};

static_assert(Runtime<BlockingRuntime>);

}  // namespace unblock
