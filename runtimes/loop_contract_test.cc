// What the adapters with a loop must do beyond contract_test.cc: post, yield, cancel, offload. Compiled once per such runtime.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include UNBLOCK_RUNTIME_HEADER

namespace unblock {
namespace {

using R = UNBLOCK_RUNTIME_TYPE;
template <class T>
using Task = R::Task<T>;
using namespace std::chrono_literals;

class LoopContract : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = R::unavailable(); !why.empty()) GTEST_SKIP() << why;
  }
};

/// Accepts `connections` at most and never reads, so that connects, reads and writes of its clients stay pending.
class SilentServer {
 public:
  explicit SilentServer(int backlog) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int small = 4096;
    ::setsockopt(listener_, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    Endpoint any = Endpoint::loopback(0);
    EXPECT_EQ(::bind(listener_, any.data(), any.size), 0);
    EXPECT_EQ(::listen(listener_, backlog), 0);
    endpoint_.size = sizeof(endpoint_.address);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&endpoint_.address), &endpoint_.size);
  }
  ~SilentServer() { ::close(listener_); }
  const Endpoint& endpoint() const { return endpoint_; }
  int native_handle() const { return listener_; }

 private:
  int listener_;
  Endpoint endpoint_;
};

/// Sends `size` bytes, byte i being i % 251, to whoever connects, and closes.
class EagerServer {
 public:
  explicit EagerServer(std::size_t size) : listener_(1), thread_([this, size] { send_to_one(size); }) {}
  ~EagerServer() { thread_.join(); }
  const Endpoint& endpoint() const { return listener_.endpoint(); }

 private:
  void send_to_one(std::size_t size) {
    const int fd = ::accept(listener_.native_handle(), nullptr, nullptr);
    std::vector<unsigned char> bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(i % 251);
    EXPECT_EQ(::send(fd, bytes.data(), size, MSG_WAITALL | MSG_NOSIGNAL), static_cast<ssize_t>(size));
    ::close(fd);
  }
  SilentServer listener_;
  std::thread thread_;
};

Task<void> read_late(R& runtime, Endpoint endpoint, std::size_t* count, int* wrong) {
  R::Socket socket = co_await runtime.connect(endpoint);
  std::vector<std::byte> buffer(1);  // the first read, after which a loop may receive on its own
  for (;;) {
    std::size_t n = 0;
    try {
      n = co_await socket.read_some(buffer);
    } catch (const std::exception&) {
      co_return;
    }
    for (std::size_t i = 0; i < n; ++i) *wrong += std::to_integer<std::size_t>(buffer[i]) == (*count + i) % 251 ? 0 : 1;
    *count += n;
    if (buffer.size() == 1) co_await runtime.sleep(20ms);
    buffer.resize(10'000);
  }
}

TEST_F(LoopContract, WhatArrivesWhileNobodyReadsIsThereLater) {
  constexpr std::size_t kSize = 2'000'000;
  EagerServer server(kSize);
  R runtime;
  std::size_t count = 0;
  int wrong = 0;
  runtime.run(read_late(runtime, server.endpoint(), &count, &wrong));
  EXPECT_EQ(count, kSize);
  EXPECT_EQ(wrong, 0);
}

struct Posted {
  std::vector<int>* order;
  int index;
  static void call(void* self) {
    auto* posted = static_cast<Posted*>(self);
    posted->order->push_back(posted->index);
  }
};
Task<void> post_some(R& runtime, std::vector<int>* order, std::vector<Posted>* posts) {
  for (Posted& post : *posts) runtime.post(&Posted::call, &post);
  EXPECT_TRUE(order->empty()) << "a post runs later, not at once";
  co_await runtime.yield();
  EXPECT_EQ(order->size(), posts->size()) << "yield lets everything posted go first";
}

TEST_F(LoopContract, PostsRunInOrderBeforeAYieldReturns) {
  R runtime;
  std::vector<int> order;
  std::vector<Posted> posts;
  for (int i = 0; i < 100; ++i) posts.push_back({&order, i});
  runtime.run(post_some(runtime, &order, &posts));
  std::vector<int> expected(100);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

Task<void> take_turns(R& runtime, std::vector<int>* order, int index) {
  for (int i = 0; i < 3; ++i) {
    order->push_back(index);
    co_await runtime.yield();
  }
}
Task<void> two_in_turn(R& runtime, std::vector<int>* order) {
  R::Group group(runtime);
  group.spawn(take_turns(runtime, order, 1));
  group.spawn(take_turns(runtime, order, 2));
  co_await group.join();
}

TEST_F(LoopContract, YieldingTasksTakeTurns) {
  R runtime;
  std::vector<int> order;
  runtime.run(two_in_turn(runtime, &order));
  EXPECT_EQ(order, (std::vector<int>{1, 2, 1, 2, 1, 2}));
}

Task<void> offload_some(R& runtime, std::atomic<int>* done, std::vector<std::thread::id>* where) {
  for (std::thread::id& id : *where) {
    co_await runtime.offload([&id, done] {
      id = std::this_thread::get_id();
      ++*done;
    });
    EXPECT_NE(id, std::this_thread::get_id());
  }
}
Task<void> offload_many(R& runtime, std::atomic<int>* done, std::vector<std::vector<std::thread::id>>* where) {
  R::Group group(runtime);
  for (auto& ids : *where) group.spawn(offload_some(runtime, done, &ids));
  co_await group.join();
}

TEST_F(LoopContract, OffloadedWorkRunsOnAnotherThreadAndTheTaskComesBack) {
  R runtime;
  std::atomic<int> done = 0;
  std::vector<std::vector<std::thread::id>> where(20, std::vector<std::thread::id>(10));
  runtime.run(offload_many(runtime, &done, &where));
  EXPECT_EQ(done, 200);
}

Task<void> offload_failure(R& runtime) {
  co_await runtime.offload([] { throw std::runtime_error("in the pool"); });
}

TEST_F(LoopContract, OffloadRethrows) {
  R runtime;
  EXPECT_THROW(runtime.run(offload_failure(runtime)), std::runtime_error);
}

/// One wait of each kind, made through a scope.
Task<void> wait_for(R& runtime, R::CancelScope& scope, R::Slots& slots, int kind, Endpoint silent, Endpoint full) {
  if (kind == 0) co_await scope.sleep(1h);
  if (kind == 4) co_await scope.take(slots);
  if (kind == 1) (void)co_await scope.connect(full);
  R::Socket socket = co_await runtime.connect(silent);
  std::array<std::byte, 16> buffer;
  if (kind == 2) co_await scope.read_some(socket, buffer);
  static const std::vector<std::byte> much(16'000'000);
  co_await scope.write(socket, much);
}
Task<void> nested_wait(R& runtime, R::CancelScope& scope, R::Slots& slots, int kind, Endpoint silent, Endpoint full, int depth,
                       int* cancelled) {
  try {
    if (depth == 0) {
      co_await wait_for(runtime, scope, slots, kind, silent, full);
    } else {
      co_await nested_wait(runtime, scope, slots, kind, silent, full, depth - 1, cancelled);
    }
  } catch (const std::exception&) {
    ++*cancelled;
    throw;
  }
}
Task<void> cancel_waits(R& runtime, int kind, Endpoint silent, Endpoint full, int* cancelled) {
  R::CancelScope scope(runtime);
  R::Slots slots(runtime, 0);
  for (int i = 0; i < 10; ++i) scope.spawn(nested_wait(runtime, scope, slots, kind, silent, full, 3, cancelled));
  co_await runtime.sleep(20ms);
  EXPECT_EQ(scope.pending(), 10u);
  scope.cancel();
  co_await scope.join();
  EXPECT_EQ(scope.pending(), 0u);
}

class CancelContract : public LoopContract, public testing::WithParamInterface<int> {};

TEST_P(CancelContract, EndsEveryPendingWaitAtOnce) {
  SilentServer silent(64), full(0);
  R runtime;
  // Two connections fill a backlog of 0; the kernel lets the others wait.
  std::optional<R::Socket> fillers[2];
  struct Fill {
    static Task<void> go(R& loop, Endpoint endpoint, std::optional<R::Socket>* slot) { slot->emplace(co_await loop.connect(endpoint)); }
  };
  runtime.run(Fill::go(runtime, full.endpoint(), &fillers[0]));
  int cancelled = 0;
  const auto start = std::chrono::steady_clock::now();
  runtime.run(cancel_waits(runtime, GetParam(), silent.endpoint(), full.endpoint(), &cancelled));
  EXPECT_EQ(cancelled, 40) << "the exception passes every level";
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1h);
}

std::string kind_name(const testing::TestParamInfo<int>& kind) {
  return std::array{"Sleep", "Connect", "Read", "Write", "Queue"}[static_cast<std::size_t>(kind.param)];
}
INSTANTIATE_TEST_SUITE_P(Waits, CancelContract, testing::Values(0, 1, 2, 3, 4), kind_name);

Task<void> take_and_give(R& runtime, R::Slots& slots, std::vector<int>* order, int index) {
  co_await slots.take();
  order->push_back(index);
  co_await runtime.yield();
  slots.give();
}
Task<void> share_slots(R& runtime, std::vector<int>* order) {
  R::Slots slots(runtime, 2);
  R::Group group(runtime);
  for (int i = 0; i < 10; ++i) group.spawn(take_and_give(runtime, slots, order, i));
  co_await group.join();
}

TEST_F(LoopContract, SlotsAreGivenInTheOrderOfTheQueue) {
  R runtime;
  std::vector<int> order, expected(10);
  runtime.run(share_slots(runtime, &order));
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

Task<void> cancel_queued(R& runtime, bool* taken) {
  R::Slots slots(runtime, 0);
  R::CancelScope scope(runtime);
  struct Wait {
    static Task<void> go(R::CancelScope& within, R::Slots& from) { co_await within.take(from); }
  };
  for (int i = 0; i < 5; ++i) scope.spawn(Wait::go(scope, slots));
  co_await runtime.sleep(1ms);
  scope.cancel();
  co_await scope.join();
  slots.give();
  co_await slots.take();
  *taken = true;
}

TEST_F(LoopContract, ACancelledTaskLeavesTheQueueAndTakesNoSlotWithIt) {
  R runtime;
  bool taken = false;
  runtime.run(cancel_queued(runtime, &taken));
  EXPECT_TRUE(taken);
}

Task<void> two_waits(R& runtime, R::CancelScope& scope, int* thrown) {
  for (int i = 0; i < 2; ++i) {
    try {
      co_await scope.sleep(1h);
    } catch (const std::exception&) {
      ++*thrown;
    }
  }
  (void)runtime;
}
Task<void> cancel_stubborn(R& runtime, int* thrown) {
  R::CancelScope scope(runtime);
  scope.spawn(two_waits(runtime, scope, thrown));
  co_await runtime.sleep(1ms);
  scope.cancel();
  co_await scope.join();
}

TEST_F(LoopContract, AWaitAfterTheCancellationThrowsToo) {
  R runtime;
  int thrown = 0;
  runtime.run(cancel_stubborn(runtime, &thrown));
  EXPECT_EQ(thrown, 2);
}

Task<void> just_fail(R& runtime) {
  co_await runtime.sleep(1ms);
  throw std::logic_error("a real error");
}
Task<void> fail_in_scope(R& runtime) {
  R::CancelScope scope(runtime);
  scope.spawn(just_fail(runtime));
  int ignored = 0;
  scope.spawn(two_waits(runtime, scope, &ignored));
  co_await runtime.sleep(10ms);
  scope.cancel();
  co_await scope.join();
}

TEST_F(LoopContract, ARealErrorIsNotTakenForACancellation) {
  R runtime;
  EXPECT_THROW(runtime.run(fail_in_scope(runtime)), std::logic_error);
}

Task<void> unneeded(R& runtime, int* value) {
  R::CancelScope scope(runtime);
  struct Work {
    static Task<void> go(R& loop, R::CancelScope& group, int* result) {
      co_await group.sleep(1ms);
      co_await loop.sleep(0ns);
      *result = 5;
    }
  };
  scope.spawn(Work::go(runtime, scope, value));
  co_await scope.join();
  scope.cancel();
}

TEST_F(LoopContract, AScopeThatIsNotCancelledIsAGroup) {
  R runtime;
  int value = 0;
  runtime.run(unneeded(runtime, &value));
  EXPECT_EQ(value, 5);
}

/// A UDP socket of its own, to be talked to.
class DatagramPeer {
 public:
  DatagramPeer() : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    Endpoint any = Endpoint::loopback(0);
    EXPECT_EQ(::bind(fd_, any.data(), any.size), 0);
    endpoint_.size = sizeof(endpoint_.address);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&endpoint_.address), &endpoint_.size);
  }
  ~DatagramPeer() { ::close(fd_); }
  const Endpoint& endpoint() const { return endpoint_; }

  /// The next datagram, whoever sent it; answers go there from now on.
  std::string receive() {
    char bytes[100];
    asker_.size = sizeof(asker_.address);
    const ssize_t count = ::recvfrom(fd_, bytes, sizeof bytes, 0, reinterpret_cast<sockaddr*>(&asker_.address), &asker_.size);
    return {bytes, count > 0 ? static_cast<std::size_t>(count) : 0};
  }
  void answer(std::string_view bytes) const { EXPECT_EQ(::sendto(fd_, bytes.data(), bytes.size(), 0, asker_.data(), asker_.size), static_cast<ssize_t>(bytes.size())); }

 private:
  int fd_;
  Endpoint endpoint_, asker_;
};

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// All that comes until `wanted` datagrams are there, in buffers with room for two.
Task<void> receive_until(R::CancelScope& scope, R::Datagrams& datagrams, std::size_t size, std::size_t wanted, std::string* text, std::size_t* most) {
  std::vector<std::byte> buffer(2 * size);
  for (std::size_t have = 0; have < wanted;) {
    const std::size_t count = co_await scope.receive(datagrams, buffer);
    text->append(reinterpret_cast<const char*>(buffer.data()), count * size);
    *most = std::max(*most, count);
    have += count;
  }
}

Task<void> talk_in_datagrams(R& runtime, DatagramPeer& peer, std::string* text, std::size_t* most) {
  R::Datagrams datagrams(runtime, peer.endpoint(), 4);
  co_await datagrams.send(bytes_of("one.two.tri."));
  co_await runtime.sleep(1ms);  // what is sent may leave with the loop's next turn
  for (const char* each : {"one.", "two.", "tri."}) EXPECT_EQ(peer.receive(), each);  // NOLINT(async-blocking-call): they are there
  for (const char* each : {"1234", "ort", "too long", "5678", "9abc"}) peer.answer(each);
  R::CancelScope scope(runtime);
  scope.spawn(receive_until(scope, datagrams, 4, 3, text, most));
  co_await scope.join();
}

TEST_F(LoopContract, DatagramsAreCutAndThoseOfAnotherSizeAreNotSeen) {
  R runtime;
  DatagramPeer peer;
  std::string text;
  std::size_t most = 0;
  runtime.run(talk_in_datagrams(runtime, peer, &text, &most));
  EXPECT_EQ(text, "123456789abc");
  EXPECT_LE(most, 2u) << "there was room for two";
}

Task<void> wait_for_datagrams(R& runtime, const Endpoint& endpoint, bool* ended) {
  R::Datagrams datagrams(runtime, endpoint, 4);
  R::CancelScope scope(runtime);
  std::string text;
  std::size_t most = 0;
  scope.spawn(receive_until(scope, datagrams, 4, 1, &text, &most));
  co_await runtime.sleep(1ms);
  scope.cancel();
  co_await scope.join();
  *ended = text.empty();
}

TEST_F(LoopContract, AWaitForDatagramsCanBeCancelled) {
  R runtime;
  const DatagramPeer peer;
  bool ended = false;
  runtime.run(wait_for_datagrams(runtime, peer.endpoint(), &ended));
  EXPECT_TRUE(ended);
}

Task<void> send_to_nobody(R& runtime, Endpoint endpoint) {
  R::Datagrams datagrams(runtime, endpoint, 4);
  R::CancelScope scope(runtime);
  std::string text;
  std::size_t most = 0;
  co_await datagrams.send(bytes_of("one."));
  scope.spawn(receive_until(scope, datagrams, 4, 1, &text, &most));
  co_await scope.join();
}

TEST_F(LoopContract, DatagramsToAPortThatNobodyHasAreAnError) {
  R runtime;
  std::optional<DatagramPeer> peer(std::in_place);
  const Endpoint closed = peer->endpoint();
  peer.reset();
  EXPECT_THROW(runtime.run(send_to_nobody(runtime, closed)), std::exception);
}

}  // namespace
}  // namespace unblock
