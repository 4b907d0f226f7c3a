// What every adapter must do, compiled once per runtime. The peer is a plain blocking echo server on a thread of its own.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include UNBLOCK_RUNTIME_HEADER

namespace unblock {
namespace {

using R = UNBLOCK_RUNTIME_TYPE;
template <class T>
using Task = R::Task<T>;
using namespace std::chrono_literals;

/// Echoes until a connection is closed; a connection that sends "!" first is closed at once.
class EchoServer {
 public:
  explicit EchoServer(const Endpoint& any = Endpoint::loopback(0)) : listener_(::socket(any.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    EXPECT_EQ(::bind(listener_, any.data(), any.size), 0);
    EXPECT_EQ(::listen(listener_, 512), 0);
    endpoint_.size = sizeof(endpoint_.address);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&endpoint_.address), &endpoint_.size);
    thread_ = std::thread([this] { serve(); });
  }
  ~EchoServer() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  const Endpoint& endpoint() const { return endpoint_; }

 private:
  void serve() {
    std::vector<pollfd> sockets{{listener_, POLLIN, 0}};
    while (!stopping_ || sockets.size() > 1) {
      ::poll(sockets.data(), sockets.size(), 20);
      if (sockets[0].revents != 0) sockets.push_back({::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), POLLIN, 0});
      for (std::size_t i = 1; i < sockets.size(); ++i) {
        if (sockets[i].revents != 0 && !echo(sockets[i].fd)) sockets[i].fd = -::close(sockets[i].fd) - 1;
      }
      std::erase_if(sockets, [](const pollfd& entry) { return entry.fd < 0; });
    }
  }
  static bool echo(int fd) {
    std::array<char, 65536> buffer;
    const ssize_t n = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (n <= 0 || buffer[0] == '!') return false;
    for (ssize_t sent = 0; sent < n;) {
      const ssize_t more = ::send(fd, buffer.data() + sent, static_cast<std::size_t>(n - sent), MSG_NOSIGNAL);
      if (more < 0) return false;
      sent += more;
    }
    return true;
  }

  int listener_;
  Endpoint endpoint_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

std::span<const std::byte> bytes(const std::string& text) { return std::as_bytes(std::span(text)); }

Task<std::string> read_exactly(R::Socket& socket, std::size_t size) {
  std::string text(size, '\0');
  std::size_t have = 0;
  while (have < size) have += co_await socket.read_some(std::as_writable_bytes(std::span(text)).subspan(have));
  co_return text;
}

class Contract : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = R::unavailable(); !why.empty()) GTEST_SKIP() << why;
  }
};

Task<void> set(int* value, int to) {
  *value = to;
  co_return;
}

TEST_F(Contract, RunDrivesATaskToItsEnd) {
  R runtime;
  int value = 0;
  runtime.run(set(&value, 7));
  EXPECT_EQ(value, 7);
}

Task<void> fail_after(R& runtime, std::chrono::nanoseconds delay, const char* sentence) {
  co_await runtime.sleep(delay);
  throw std::runtime_error(sentence);
}

TEST_F(Contract, RunRethrowsAndCanBeUsedAgain) {
  R runtime;
  EXPECT_THROW(runtime.run(fail_after(runtime, 1ms, "no")), std::runtime_error);
  int value = 0;
  runtime.run(set(&value, 1));
  EXPECT_EQ(value, 1);
}

Task<int> twice(R& runtime, int value) {
  co_await runtime.sleep(0ns);
  co_return value * 2;
}
Task<void> nested(R& runtime, int* result) { *result = co_await twice(runtime, co_await twice(runtime, 5)); }

TEST_F(Contract, AwaitingATaskGivesItsResult) {
  R runtime;
  int result = 0;
  runtime.run(nested(runtime, &result));
  EXPECT_EQ(result, 20);
}

Task<void> sleep_for(R& runtime, std::chrono::nanoseconds duration) { co_await runtime.sleep(duration); }

TEST_F(Contract, SleepLastsAtLeastAsLongAsAsked) {
  R runtime;
  for (const auto duration : {0ns, std::chrono::nanoseconds(1us), std::chrono::nanoseconds(3ms)}) {
    const auto start = std::chrono::steady_clock::now();
    runtime.run(sleep_for(runtime, duration));
    EXPECT_GE(std::chrono::steady_clock::now() - start, duration);
  }
}

Task<void> mark(R& runtime, std::vector<int>* order, int index, std::chrono::nanoseconds delay) {
  co_await runtime.sleep(delay);
  (*order)[static_cast<std::size_t>(index)] = 1;
}
Task<void> join_many(R& runtime, std::vector<int>* done) {
  R::Group group(runtime);
  for (std::size_t i = 0; i < done->size(); ++i) group.spawn(mark(runtime, done, static_cast<int>(i), 1ms * (i % 3)));
  co_await group.join();
}

TEST_F(Contract, JoinWaitsForEveryTask) {
  R runtime;
  std::vector<int> done(100);
  runtime.run(join_many(runtime, &done));
  EXPECT_EQ(std::accumulate(done.begin(), done.end(), 0), 100);
}

Task<void> join_twice(R& runtime, std::vector<int>* done) {
  R::Group group(runtime);
  co_await group.join();  // of nothing
  group.spawn(mark(runtime, done, 0, 1ms));
  co_await group.join();
  group.spawn(mark(runtime, done, 1, 0ns));
  co_await group.join();
}

TEST_F(Contract, AGroupCanBeEmptyAndUsedAgain) {
  R runtime;
  std::vector<int> done(2);
  runtime.run(join_twice(runtime, &done));
  EXPECT_EQ(done, (std::vector<int>{1, 1}));
}

Task<void> join_failing(R& runtime, std::vector<int>* done) {
  R::Group group(runtime);
  group.spawn(fail_after(runtime, 1ms, "first"));
  group.spawn(mark(runtime, done, 0, 10ms));
  co_await group.join();
}

TEST_F(Contract, JoinRethrowsAfterEveryTaskHasEnded) {
  R runtime;
  std::vector<int> done(1);
  EXPECT_THROW(runtime.run(join_failing(runtime, &done)), std::runtime_error);
  EXPECT_EQ(done[0], 1);
}

Task<void> overlap(R& runtime, std::atomic<int>* inside, int* most) {
  R::Group group(runtime);
  struct Visit {
    static Task<void> go(R& loop, std::atomic<int>* now, int* peak) {
      ++*now;
      co_await loop.sleep(30ms);
      *peak = std::max(*peak, now->load());
      co_await loop.sleep(30ms);
      --*now;
    }
  };
  std::array<int, 8> peaks{};
  for (int& peak : peaks) group.spawn(Visit::go(runtime, inside, &peak));
  co_await group.join();
  *most = *std::max_element(peaks.begin(), peaks.end());
}

TEST_F(Contract, WaitsOverlapWhereTheRuntimeSaysSo) {
  R runtime;
  std::atomic<int> inside = 0;
  int most = 0;
  runtime.run(overlap(runtime, &inside, &most));
  EXPECT_EQ(most > 1, R::kCapabilities.overlaps_waits) << "at most " << most << " waits at once";
}

Task<void> converse(R& runtime, Endpoint endpoint, std::string* answer) {
  R::Socket socket = co_await runtime.connect(endpoint);
  EXPECT_GE(socket.native_handle(), 0);
  co_await socket.write(bytes("hello, "));
  co_await socket.write(bytes("world"));
  *answer = co_await read_exactly(socket, 12);
}

TEST_F(Contract, ASocketCarriesBytesBothWays) {
  EchoServer server;
  R runtime;
  std::string answer;
  runtime.run(converse(runtime, server.endpoint(), &answer));
  EXPECT_EQ(answer, "hello, world");
}

TEST_F(Contract, ASocketMayBeAUnixSocket) {
  EchoServer server(Endpoint::unix_socket(""));  // the kernel chooses the name
  ASSERT_TRUE(server.endpoint().is_unix());
  R runtime;
  std::string answer;
  runtime.run(converse(runtime, server.endpoint(), &answer));
  EXPECT_EQ(answer, "hello, world");
  Endpoint nobody = Endpoint::unix_socket(std::string("\0nobody listens here", 20));
  EXPECT_ANY_THROW(runtime.run(converse(runtime, nobody, &answer)));
}

Task<void> send_all(R::Socket& socket, const std::string& text) { co_await socket.write(bytes(text)); }
Task<void> receive_all(R::Socket& socket, std::size_t size, std::string* into) { *into = co_await read_exactly(socket, size); }
Task<void> large(R& runtime, Endpoint endpoint, const std::string& text, std::string* answer) {
  R::Socket socket = co_await runtime.connect(endpoint);
  for (std::size_t at = 0; at < text.size(); at += 200'000) {
    const std::string part = text.substr(at, 200'000);
    R::Group group(runtime);
    std::string back;
    group.spawn(send_all(socket, part));
    group.spawn(receive_all(socket, part.size(), &back));
    co_await group.join();
    *answer += back;
  }
}

TEST_F(Contract, MoreThanTheSocketBuffersIsWrittenWhileItIsRead) {
  EchoServer server;
  R runtime;
  std::string text(3'000'000, '\0'), answer;
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + i * 31 % 26);
  runtime.run(large(runtime, server.endpoint(), text, &answer));
  EXPECT_TRUE(answer == text);
}

Task<void> one_of_many(R& runtime, Endpoint endpoint, int index, std::atomic<int>* right) {
  R::Socket socket = co_await runtime.connect(endpoint);
  const std::string message = "message " + std::to_string(index);
  for (int i = 0; i < 20; ++i) {
    co_await socket.write(bytes(message));
    const std::string answer = co_await read_exactly(socket, message.size());
    if (answer == message) ++*right;
  }
}
Task<void> many(R& runtime, Endpoint endpoint, std::atomic<int>* right) {
  R::Group group(runtime);
  for (int i = 0; i < 100; ++i) group.spawn(one_of_many(runtime, endpoint, i, right));
  co_await group.join();
}

TEST_F(Contract, ManyConnectionsDoNotMixTheirAnswers) {
  EchoServer server;
  R runtime;
  std::atomic<int> right = 0;
  runtime.run(many(runtime, server.endpoint(), &right));
  EXPECT_EQ(right, 2000);
}

Task<void> read_after_end(R& runtime, Endpoint endpoint) {
  R::Socket socket = co_await runtime.connect(endpoint);
  co_await socket.write(bytes("!"));
  (void)co_await read_exactly(socket, 1);
}

TEST_F(Contract, EndOfStreamIsAnException) {
  EchoServer server;
  R runtime;
  EXPECT_THROW(runtime.run(read_after_end(runtime, server.endpoint())), std::exception);
}

Task<void> connect_only(R& runtime, Endpoint endpoint) { R::Socket socket = co_await runtime.connect(endpoint); }

TEST_F(Contract, ARefusedConnectionIsAnException) {
  R runtime;
  EXPECT_THROW(runtime.run(connect_only(runtime, Endpoint::loopback(1))), std::exception);
}

Task<void> keep(R& runtime, Endpoint endpoint, std::optional<R::Socket>* slot) { slot->emplace(co_await runtime.connect(endpoint)); }
Task<void> move_between(R& runtime, Endpoint endpoint, std::string* answer) {
  std::optional<R::Socket> slot;
  co_await keep(runtime, endpoint, &slot);
  R::Socket moved = std::move(*slot);
  slot.reset();
  co_await moved.write(bytes("moved"));
  *answer = co_await read_exactly(moved, 5);
}

TEST_F(Contract, ASocketCanBeMoved) {
  EchoServer server;
  R runtime;
  std::string answer;
  runtime.run(move_between(runtime, server.endpoint(), &answer));
  EXPECT_EQ(answer, "moved");
}

Task<void> read_twice(R& runtime, Endpoint endpoint, std::string* answer) {
  R::Socket socket = co_await runtime.connect(endpoint);
  std::array<std::byte, 16> buffer;
  bool timed_out = false;
  try {
    co_await socket.read_within(buffer, 2ms);
  } catch (const TimedOut&) {
    timed_out = true;
  }
  EXPECT_TRUE(timed_out);
  for (int i = 0; i < 3; ++i) {
    co_await socket.write(bytes("late"));
    const std::size_t count = co_await socket.read_within(buffer, 10s);
    answer->append(reinterpret_cast<const char*>(buffer.data()), count);
  }
}

TEST_F(Contract, AReadGivesUpAtItsDeadlineAndTheSocketGoesOn) {
  EchoServer server;
  R runtime;
  std::string answer;
  runtime.run(read_twice(runtime, server.endpoint(), &answer));
  EXPECT_EQ(answer, "latelatelate");
}

/// Conversations with a deadline on each read, then one that is missed, then one more that is not.
Task<void> meet_and_miss(R& runtime, Endpoint endpoint, std::atomic<int>* right) {
  R::Socket socket = co_await runtime.connect(endpoint);
  std::array<std::byte, 16> buffer;
  for (int i = 0; i < 200; ++i) {
    co_await socket.write(bytes("ping"));
    if (co_await socket.read_within(buffer, 30s) == 4) ++*right;
  }
  try {
    co_await socket.read_within(buffer, 2ms);
  } catch (const TimedOut&) {
    ++*right;
  }
  co_await socket.write(bytes("ping"));
  if (co_await socket.read_within(buffer, 30s) == 4) ++*right;
}
Task<void> meet_and_miss_many(R& runtime, Endpoint endpoint, std::atomic<int>* right) {
  R::Group group(runtime);
  for (int i = 0; i < 64; ++i) group.spawn(meet_and_miss(runtime, endpoint, right));
  co_await group.join();
}

// More operations than an io_uring has entries: what a cancellation finds in a used entry must not matter.
TEST_F(Contract, ADeadlineThatIsMissedAfterManyThatWereMetTakesNoOtherReadWithIt) {
  EchoServer server;
  R runtime;
  std::atomic<int> right = 0;
  runtime.run(meet_and_miss_many(runtime, server.endpoint(), &right));
  EXPECT_EQ(right, 64 * 202);
}

/// A file of 64 KiB whose byte i is i % 251, gone with the object.
class SomeFile {
 public:
  SomeFile() : file_(std::tmpfile()) {
    for (int i = 0; i < 65'536; ++i) std::fputc(i % 251, file_);
    std::fflush(file_);
  }
  ~SomeFile() { std::fclose(file_); }
  int fd() const { return ::fileno(file_); }

 private:
  std::FILE* file_;
};

Task<void> read_part(R& runtime, int fd, std::uint64_t offset, int* wrong) {
  std::vector<std::byte> buffer(1000);
  const std::size_t count = co_await runtime.read_file(fd, buffer, offset);
  if (count != std::min<std::uint64_t>(1000, 65'536 - offset)) ++*wrong;
  for (std::size_t i = 0; i < count; ++i) {
    if (std::to_integer<std::uint64_t>(buffer[i]) != (offset + i) % 251) ++*wrong;
  }
}
Task<void> read_parts(R& runtime, int fd, std::vector<int>* wrong) {
  R::Group group(runtime);
  for (std::size_t i = 0; i < wrong->size(); ++i) group.spawn(read_part(runtime, fd, i * 700, &(*wrong)[i]));
  co_await group.join();
}

TEST_F(Contract, FilesAreReadAtTheirOffsets) {
  SomeFile file;
  R runtime;
  std::vector<int> wrong(94);  // the last part ends beyond the file
  runtime.run(read_parts(runtime, file.fd(), &wrong));
  EXPECT_EQ(std::accumulate(wrong.begin(), wrong.end(), 0), 0);
}

Task<void> read_nothing(R& runtime) {
  std::array<std::byte, 1> buffer;
  co_await runtime.read_file(-1, buffer, 0);
}

TEST_F(Contract, AFileThatCannotBeReadIsAnException) {
  R runtime;
  EXPECT_THROW(runtime.run(read_nothing(runtime)), std::exception);
}

Task<void> detach_one(R& runtime, std::atomic<int>* done) {
  struct Count {
    static Task<void> go(R& loop, std::atomic<int>* counter) {
      co_await loop.sleep(1ms);
      ++*counter;
    }
  };
  runtime.detach(Count::go(runtime, done));
  while (*done == 0) co_await runtime.sleep(1ms);
}

TEST_F(Contract, ADetachedTaskRunsThoughNobodyWaitsForIt) {
  R runtime;
  std::atomic<int> done = 0;
  runtime.run(detach_one(runtime, &done));
  EXPECT_EQ(done, 1);
}

TEST_F(Contract, ItsCapabilitiesAreWhatItHas) {
  EXPECT_EQ(HasLoop<R>, R::kCapabilities.has_loop);
  EXPECT_EQ(Cancels<R>, R::kCapabilities.cancels);
  EXPECT_EQ(Offloads<R>, R::kCapabilities.offloads);
}

TEST_F(Contract, SaysWhatItRunsWith) {
  R runtime;
  std::map<std::string, std::string> settings;
  for (const auto& [name, value] : runtime.configuration()) EXPECT_TRUE(settings.emplace(name, value).second) << name;
  EXPECT_TRUE(settings["idiom"] == kIdiomatic || settings["idiom"] == kTuned);
  EXPECT_GT(settings.size(), 1u);
}

}  // namespace
}  // namespace unblock
