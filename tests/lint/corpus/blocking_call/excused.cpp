// Calls that could wait, and do not there.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#include "awaiters.h"
#include "lazy_task.h"

namespace asio = boost::asio;
using boost::system::error_code;

// bad: waits_before_the_end
namespace waits_before_the_end_bad {
void flush_and_wait() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
void log(const std::string& text) {
  if (text.empty()) flush_and_wait();
}
asio::awaitable<void> work() {
  log("started");  // expect: async-blocking-call
  co_return;
}
}
// good: waits_before_the_end
namespace waits_before_the_end_good {
void flush_and_wait() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
[[noreturn]] void die(const char* why) {
  std::fputs(why, stderr);
  flush_and_wait();
  std::abort();
}
void log(const std::string& text, bool fatal = false) {
  if (fatal) {
    flush_and_wait();
    std::exit(3);
  }
  if (text.empty()) die("nothing to log");
}
asio::awaitable<void> work() {
  log("started");
  co_return;
}
}

// bad: only_at_first
namespace only_at_first_bad {
struct Log {
  Log() { }
  void write() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
};
Log& instance() {
  static Log log;
  return log;
}
asio::awaitable<void> work() {
  instance().write();  // expect: async-blocking-call
  co_return;
}
}
// good: only_at_first
namespace only_at_first_good {
struct Log {
  Log() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
  void write() {}
};
Log& instance() {
  static Log log;
  return log;
}
std::once_flag once;
void prepare() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
asio::awaitable<void> work() {
  instance().write();
  std::call_once(once, prepare);
  co_return;
}
}

// bad: ready_future
namespace ready_future_bad {
asio::awaitable<int> work(std::future<int> result) {
  co_return result.get();  // expect: async-sync-wait
}
}
// good: ready_future
namespace ready_future_good {
asio::awaitable<int> work(std::future<int> result, asio::steady_timer& timer) {
  while (result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) co_await timer.async_wait(asio::use_awaitable);
  co_return result.get();
}
}

// bad: continuation_gets_a_ready_future
namespace continuation_gets_a_ready_future_bad {
template <class Work>
auto then(std::future<int> future, Work work) {
  return work(std::move(future));
}
asio::awaitable<int> work(std::future<int> first, std::future<int> second) {
  then(std::move(first), [](std::future<int> ready) { return ready.get(); });
  co_return second.get();  // expect: async-sync-wait
}
}
// good: continuation_gets_a_ready_future
namespace continuation_gets_a_ready_future_good {
template <class Work>
auto then(std::future<int> future, Work work) {
  return work(std::move(future));
}
asio::awaitable<void> work(std::future<int> first) {
  then(std::move(first), [](std::future<int> ready) { return ready.get(); });
  co_return;
}
}

// bad: constant_rules_it_out
namespace constant_rules_it_out_bad {
constexpr bool kSlow = true;
void step() {
  if (kSlow) std::this_thread::sleep_for(std::chrono::seconds(1));
}
asio::awaitable<void> work() {
  step();  // expect: async-blocking-call
  co_return;
}
}
// good: constant_rules_it_out
namespace constant_rules_it_out_good {
constexpr bool kSlow = false;
void step() {
  if (kSlow) std::this_thread::sleep_for(std::chrono::seconds(1));
}
template <bool Wait>
void maybe() {
  if (Wait) std::this_thread::sleep_for(std::chrono::seconds(1));
}
asio::awaitable<void> work() {
  step();
  maybe<false>();
  co_return;
}
}

// bad: system_files
namespace system_files_bad {
asio::awaitable<std::string> uptime(std::string path) {
  std::ifstream file(path);  // expect: async-blocking-file-io
  std::string text;
  co_return text;
}
}
// good: system_files
namespace system_files_good {
asio::awaitable<int> uptime() {
  std::FILE* file = std::fopen("/proc/uptime", "r");
  co_return file != nullptr;
}
asio::awaitable<std::string> load() {
  std::ifstream file("/sys/devices/system/cpu/online");
  co_return std::string();
}
}

// bad: bytes_are_there
namespace bytes_are_there_bad {
asio::awaitable<void> drain(asio::ip::tcp::socket& socket, std::vector<char>& bytes) {
  socket.read_some(asio::buffer(bytes));  // expect: async-blocking-call
  co_return;
}
}
// good: bytes_are_there
namespace bytes_are_there_good {
asio::awaitable<void> drain(asio::ip::tcp::socket& socket, std::vector<char>& bytes) {
  if (socket.available() > 0) socket.read_some(asio::buffer(bytes));
  bytes.resize(socket.available());
  if (!bytes.empty()) socket.read_some(asio::buffer(bytes));
  co_return;
}
}

// bad: argument_rules_it_out
namespace argument_rules_it_out_bad {
enum class Flush { later, now };
void settle(Flush flush, bool wait) {
  if (flush == Flush::now && wait) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
asio::awaitable<void> finish() {
  settle(Flush::now, true);  // expect: async-blocking-call
  co_return;
}
}
// good: argument_rules_it_out
namespace argument_rules_it_out_good {
enum class Flush { later, now };
void settle(Flush flush, bool wait = false) {
  if (flush == Flush::now && wait) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
void drain(bool patient) {
  if (!patient) return;
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
asio::awaitable<void> finish() {
  settle(Flush::later, true);
  settle(Flush::now);
  drain(false);
  co_return;
}
}

// bad: descriptor_of_a_socket
namespace descriptor_of_a_socket_bad {
asio::awaitable<long> peek(int given) {
  char first = 0;
  co_return ::recv(given, &first, 1, MSG_PEEK);  // expect: async-blocking-call
}
}
// good: descriptor_of_a_socket
namespace descriptor_of_a_socket_good {
asio::awaitable<long> peek(asio::ip::tcp::socket& socket) {
  const int descriptor = socket.native_handle();
  char first = 0;
  co_return ::recv(descriptor, &first, 1, MSG_PEEK);
}
}

// bad: promise_is_kept
namespace promise_is_kept_bad {
asio::awaitable<int> sum(bool known) {
  std::promise<int> total;
  auto result = total.get_future();
  if (known) total.set_value(3);
  co_return result.get();  // expect: async-sync-wait
}
}
// good: promise_is_kept
namespace promise_is_kept_good {
asio::awaitable<int> sum() {
  std::promise<int> total;
  auto result = total.get_future();
  total.set_value(3);
  co_return result.get();
}
}

// bad: number_of_bytes_that_are_there
namespace number_of_bytes_that_are_there_bad {
asio::awaitable<void> drain(asio::ip::tcp::socket& one, asio::ip::tcp::socket& other, std::vector<char>& bytes) {
  const std::size_t there = one.available();
  if (there > 0) other.read_some(asio::buffer(bytes));  // expect: async-blocking-call
  co_return;
}
}
// good: number_of_bytes_that_are_there
namespace number_of_bytes_that_are_there_good {
asio::awaitable<void> drain(asio::ip::tcp::socket& one, std::vector<char>& bytes) {
  const std::size_t there = one.available();
  if (there > 0) one.read_some(asio::buffer(bytes, there));
  co_return;
}
}

// bad: all_bytes_that_are_there
namespace all_bytes_that_are_there_bad {
asio::awaitable<void> drain(std::shared_ptr<asio::ip::tcp::socket> one, asio::ip::tcp::socket& other, std::vector<char>& bytes) {
  const std::size_t there = one->available();
  if (there >= bytes.size()) asio::read(other, asio::buffer(bytes));  // expect: async-blocking-call
  co_return;
}
}
// good: all_bytes_that_are_there
namespace all_bytes_that_are_there_good {
asio::awaitable<void> drain(std::shared_ptr<asio::ip::tcp::socket> one, std::vector<char>& bytes) {
  const std::size_t there = one->available();
  if (there >= bytes.size()) asio::read(*one, asio::buffer(bytes));
  co_return;
}
}

// bad: behind_a_flag_that_comes_back
namespace flag_comes_back_bad {
class Meter {
 public:
  void read() {
    if (!warm_) {
      std::this_thread::sleep_for(std::chrono::seconds(2));
      warm_ = true;
    }
    ++readings_;
  }
  void cool_down() { warm_ = false; }

 private:
  bool warm_ = false;
  int readings_ = 0;
};
asio::awaitable<void> work(Meter& meter) {
  meter.read();  // expect: async-blocking-call
  co_return;
}
}  // namespace flag_comes_back_bad
// good: behind_a_flag_that_comes_back
namespace flag_comes_back_good {
class Meter {
 public:
  void read() {
    if (!warm_) {
      std::this_thread::sleep_for(std::chrono::seconds(2));
      warm_ = true;
    }
    ++readings_;
  }
  void prepare() {
    if (prepared_) return;
    std::this_thread::sleep_for(std::chrono::seconds(2));
    prepared_ = true;
  }

 private:
  bool warm_ = false;
  bool prepared_ = false;
  int readings_ = 0;
};
asio::awaitable<void> work(Meter& meter) {
  meter.prepare();
  meter.read();
  co_return;
}
}  // namespace flag_comes_back_good

// bad: switch_rules_it_out
namespace switch_bad {
enum class Manner { polite, insistent };
void knock(Manner manner, std::thread& door) {
  switch (manner) {
    case Manner::insistent:
      door.join();
      break;
    case Manner::polite:
      break;
  }
}
asio::awaitable<void> work(std::thread& door) {
  knock(Manner::insistent, door);  // expect: async-blocking-call
  co_return;
}
}  // namespace switch_bad
// good: switch_rules_it_out
namespace switch_good {
enum class Manner { polite, insistent };
void knock(Manner manner, std::thread& door) {
  switch (manner) {
    case Manner::insistent:
      door.join();
      break;
    case Manner::polite:
      break;
  }
}
asio::awaitable<void> work(std::thread& door) {
  knock(Manner::polite, door);
  co_return;
}
}  // namespace switch_good

// bad: zero_is_no_time
namespace zero_bad {
void rest(int milliseconds) {
  if (milliseconds > 0) std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}
asio::awaitable<void> work() {
  rest(20);  // expect: async-blocking-call
  co_return;
}
}  // namespace zero_bad
// good: zero_is_no_time
namespace zero_good {
void rest(int milliseconds) {
  if (milliseconds > 0) std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}
asio::awaitable<void> work() {
  rest(0);
  co_return;
}
}  // namespace zero_good

// bad: queue_with_a_guard
namespace queue_with_a_guard_bad {
class Archive {
 public:
  Archive() : open_(queue_.get_executor()), pulse_(queue_), thread_([this] { queue_.run(); }) {}
  ~Archive() { thread_.join(); }
  void store() {
    asio::post(queue_, [] { sleep(1); });  // expect: async-blocking-call
  }
  void tick() { pulse_.async_wait([](error_code) {}); }

 private:
  asio::io_context queue_;
  asio::executor_work_guard<asio::io_context::executor_type> open_;
  asio::steady_timer pulse_;
  std::thread thread_;
};
}  // namespace queue_with_a_guard_bad
// good: queue_with_a_guard
namespace queue_with_a_guard_good {
class Archive {
 public:
  Archive() : open_(queue_.get_executor()), thread_([this] { queue_.run(); }) {}
  ~Archive() { thread_.join(); }
  void store() {
    asio::post(queue_, [] { sleep(1); });
    asio::post(queue_.get_executor(), [] { sleep(1); });
  }

 private:
  asio::io_context queue_;
  asio::executor_work_guard<asio::io_context::executor_type> open_;
  std::thread thread_;
};
}  // namespace queue_with_a_guard_good
