// The Runtime concept: one way of waiting, as the workloads see it. Standard library and POSIX types only.
// An adapter is a class in a folder of its own; runtimes/contract_test.cc says what it must do.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace unblock {

/// Where to connect: any address that connect() takes.
struct Endpoint {
  sockaddr_storage address{};
  socklen_t size = 0;

  static Endpoint loopback(std::uint16_t port) {
    Endpoint endpoint;
    auto* in = reinterpret_cast<sockaddr_in*>(&endpoint.address);
    in->sin_family = AF_INET;
    in->sin_port = htons(port);
    in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    endpoint.size = sizeof(sockaddr_in);
    return endpoint;
  }
  const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&address); }
};

/// The peer closed its side. Runtimes may throw their library's own error instead; it derives from std::exception.
struct EndOfStream : std::runtime_error {
  EndOfStream() : std::runtime_error("the peer closed the connection") {}
};

/// What a runtime can do. A workload that needs more is shown as n/a with the reason.
struct Capabilities {
  bool overlaps_waits = true;  ///< two waits of 5 s take 5 s, not 10
  bool threads_per_task = false;  ///< a waiting task occupies an operating-system thread
  std::size_t threads = 1;        ///< that run tasks; 0: one per task
};

/// What a runtime really runs with, read from the running objects: reactor, concurrency hint, library version.
using Configuration = std::vector<std::pair<std::string, std::string>>;

// clang-format off
/// Member functions in words (`co_await` in front of everything that waits; errors are exceptions):
///   run(Task<void>)                   drives the task to its end on the calling thread and rethrows what it throws
///   sleep(nanoseconds)                waits at least that long
///   connect(Endpoint) -> Socket       TCP with TCP_NODELAY
///   Socket::read_some(bytes) -> n     n >= 1; end of stream is an exception
///   Socket::write(bytes)              all of them
///   Socket::~Socket                   closes; nothing may be pending on it
///   Group(runtime)                    tasks that run beside the caller
///   Group::spawn(Task<void>)          starts it, now or soon
///   Group::join()                     waits for all; rethrows the first exception. Must be called before ~Group.
template <class R>
concept Runtime = requires(R& runtime, typename R::Socket& socket, typename R::Group& group,
                           typename R::template Task<void> task, std::span<std::byte> in,
                           std::span<const std::byte> out, Endpoint endpoint, std::chrono::nanoseconds duration) {
  { R::kCapabilities } -> std::convertible_to<Capabilities>;
  { R::unavailable() } -> std::convertible_to<std::string>;  // why it cannot run on this machine; empty: it can
  { runtime.configuration() } -> std::convertible_to<Configuration>;
  runtime.run(std::move(task));
  runtime.sleep(duration);
  runtime.connect(endpoint);
  socket.read_some(in);
  socket.write(out);
  { socket.native_handle() } -> std::convertible_to<int>;
  requires std::movable<typename R::Socket>;
  requires std::constructible_from<typename R::Group, R&>;
  group.spawn(std::move(task));
  group.join();
};
// clang-format on

}  // namespace unblock
