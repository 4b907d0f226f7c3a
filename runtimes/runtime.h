// The Runtime concept: one way of waiting, as the workloads see it. Standard library and POSIX types only.
// An adapter is a class in a folder of its own; runtimes/contract_test.cc says what it must do.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

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
  /// `name` as in sun_path, with the leading zero of the abstract namespace where it is there.
  static Endpoint unix_socket(const std::string& name) {
    Endpoint endpoint;
    auto* un = reinterpret_cast<sockaddr_un*>(&endpoint.address);
    un->sun_family = AF_UNIX;
    name.copy(un->sun_path, sizeof un->sun_path);
    endpoint.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    return endpoint;
  }
  bool is_unix() const { return address.ss_family == AF_UNIX; }
  const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&address); }
};

/// The peer closed its side. Runtimes may throw their library's own error instead; it derives from std::exception.
struct EndOfStream : std::runtime_error {
  EndOfStream() : std::runtime_error("the peer closed the connection") {}
};

/// A wait whose deadline passed before what it waited for came.
struct TimedOut : std::runtime_error {
  TimedOut() : std::runtime_error("the deadline passed") {}
};

/// What a runtime can do. A workload that needs more is shown as n/a with the reason.
struct Capabilities {
  bool overlaps_waits = true;  ///< two waits of 5 s take 5 s, not 10
  bool threads_per_task = false;  ///< a waiting task occupies an operating-system thread
  std::size_t threads = 1;        ///< that run tasks; 0: one per task
  std::size_t most_tasks = 0;     ///< that may be under way at once, because each has a stack of its own; 0: any number
  bool has_loop = false;          ///< post() and yield()
  bool cancels = false;           ///< CancelScope
  bool offloads = false;          ///< offload(): beside the thread of the tasks there is a pool
  std::size_t datagram_bytes = 0; ///< the longest that Datagrams sends and receives; 0: there is no Datagrams
  std::size_t most_sleeps = 0;    ///< that may be pending at once, because the library looks through all when one ends; 0: any number

  /// Of so many tasks, those that can wait at the same time.
  constexpr std::size_t at_once(std::size_t tasks) const {
    const std::size_t most = !overlaps_waits ? 1 : threads_per_task ? threads
                                                                    : 0;
    return most == 0 || tasks < most ? tasks : most;
  }
};

/// What a runtime really runs with, read from the running objects: reactor, concurrency hint, library version. "idiom" says how its
/// code is written: kIdiomatic, as the library's own examples, or kTuned, with what its other rows tell.
using Configuration = std::vector<std::pair<std::string, std::string>>;
inline constexpr const char* kIdiomatic = "idiomatic";
inline constexpr const char* kTuned = "tuned";

// clang-format off
/// Member functions in words (`co_await` in front of everything that waits; errors are exceptions):
///   run(Task<void>)                   drives the task to its end on the calling thread and rethrows what it throws
///   sleep(nanoseconds)                waits at least that long
///   connect(Endpoint) -> Socket       TCP with TCP_NODELAY, or a Unix socket
///   Socket::read_some(bytes) -> n     n >= 1; end of stream is an exception
///   Socket::read_within(bytes, ns)    the same with a deadline: TimedOut, and the socket can be read again
///   Socket::write(bytes)              all of them
///   Socket::~Socket                   closes; nothing may be pending on it
///   read_file(fd, bytes, offset) -> n as pread()
///   detach(Task<void>)                starts a task that nobody waits for, the way that is usual there
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
  runtime.detach(std::move(task));
  runtime.connect(endpoint);
  socket.read_some(in);
  socket.read_within(in, duration);
  runtime.read_file(0, in, std::uint64_t{0});
  socket.write(out);
  { socket.native_handle() } -> std::convertible_to<int>;
  requires std::movable<typename R::Socket>;
  requires std::constructible_from<typename R::Group, R&>;
  group.spawn(std::move(task));
  group.join();
};

/// has_loop:
///   post(function, argument)          the loop calls function(argument), in the order of the posts
///   yield()                           everything posted before goes first
template <class R>
concept HasLoop = Runtime<R> && requires(R& runtime, void (*function)(void*)) {
  runtime.post(function, static_cast<void*>(nullptr));
  runtime.yield();
};

/// cancels:
///   Slots(runtime, n)                 a semaphore: what finds no free slot is queued, first come, first served
///   Slots::take(), Slots::give()
///   CancelScope(runtime)              a group whose waits, made through it, can be ended
///   CancelScope::take(slots)          as Slots::take(); a wait that is cancelled leaves the queue
///   CancelScope::cancel()             every wait of its tasks, pending or to come, throws. Returns at once.
///   CancelScope::join()               as Group's; what cancel() made throw is not an error
///   CancelScope::pending()            tasks that have not ended
template <class R>
concept Cancels = Runtime<R> && requires(R& runtime, typename R::Socket& socket, typename R::CancelScope& scope, typename R::Slots& slots,
                                         typename R::template Task<void> task, std::span<std::byte> in,
                                         std::span<const std::byte> out, Endpoint endpoint, std::chrono::nanoseconds duration) {
  requires std::constructible_from<typename R::CancelScope, R&>;
  scope.spawn(std::move(task));
  scope.sleep(duration);
  scope.connect(endpoint);
  scope.read_some(socket, in);
  scope.write(socket, out);
  requires std::constructible_from<typename R::Slots, R&, std::size_t>;
  slots.take();
  slots.give();
  scope.take(slots);
  scope.cancel();
  scope.join();
  { scope.pending() } -> std::convertible_to<std::uint64_t>;
};

/// datagram_bytes:
///   Datagrams(runtime, Endpoint, n)   a UDP socket for that address and for datagrams of n bytes; others are not seen
///   Datagrams::send(bytes)            as datagrams of n bytes each
///   CancelScope::receive(datagrams, bytes) -> count    at least one whole datagram, one behind the other
template <class R>
concept HasDatagrams = Cancels<R> && requires(typename R::Datagrams& datagrams, typename R::CancelScope& scope, std::span<std::byte> in,
                                              std::span<const std::byte> out) {
  requires std::constructible_from<typename R::Datagrams, R&, const Endpoint&, std::size_t>;
  datagrams.send(out);
  scope.receive(datagrams, in);
  { datagrams.native_handle() } -> std::convertible_to<int>;
  { datagrams.mode() } -> std::convertible_to<std::string>;  // how it sends and receives, in words
};

/// The longest that UDP carries over IPv4.
inline constexpr std::size_t kLongestDatagram = 65'507;

/// offloads:
///   offload(callable)                 calls it on a pool of threads and waits; rethrows what it throws
template <class R>
concept Offloads = Runtime<R> && requires(R& runtime, void (*work)()) { runtime.offload(work); };
// clang-format on

/// Threads of the pool behind offload(): libuv's default, for all.
inline constexpr std::size_t kOffloadThreads = 4;

}  // namespace unblock
