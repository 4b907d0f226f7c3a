// Lambda coroutines with captures: the captures live in the closure, and the closure is often gone when the body goes on.
#include "awaiters.h"
#include "cppcoro_shape.h"
#include "eager_task.h"
#include "lazy_task.h"
#include "seastar_shape.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

// bad: invoked_and_spawned
namespace invoked_and_spawned_bad {
void start(std::string name) {
  spawn([name]() -> Lazy<void> {  // expect: async-lambda-coroutine-capture
    co_await sleep_ms(1);
    if (name.empty()) co_return;
  }());
}
}  // namespace invoked_and_spawned_bad
// good: invoked_and_spawned
namespace invoked_and_spawned_good {
void start(std::string name) {
  spawn([](std::string text) -> Lazy<void> {
    co_await sleep_ms(1);
    if (text.empty()) co_return;
  }(std::move(name)));
}
}  // namespace invoked_and_spawned_good

// bad: task_kept_closure_dead
namespace task_kept_closure_dead_bad {
Lazy<int> run(int n) {
  auto pending = [n]() -> Lazy<int> { co_return n; }();  // expect: async-lambda-coroutine-capture
  co_return co_await pending;
}
}  // namespace task_kept_closure_dead_bad
// good: task_kept_closure_dead
namespace task_kept_closure_dead_good {
Lazy<int> run(int n) {
  int first = co_await [n]() -> Lazy<int> { co_return n; }();
  auto body = [n]() -> Lazy<int> { co_return n; };
  auto pending = body();
  co_return first + co_await pending;
}
}  // namespace task_kept_closure_dead_good

// bad: named_local_returned
namespace named_local_returned_bad {
Lazy<int> make(int n) {
  auto body = [n]() -> Lazy<int> { co_return n; };
  return body();  // expect: async-lambda-coroutine-capture
}
}  // namespace named_local_returned_bad
// good: named_local_returned
namespace named_local_returned_good {
Lazy<int> make(int n) {
  auto body = [n]() -> Lazy<int> { co_return n; };
  co_return co_await body();
}
}  // namespace named_local_returned_good

// bad: asio_called_closure
namespace asio_called_closure_bad {
void start(asio::io_context& io, std::shared_ptr<int> state) {
  asio::co_spawn(
      io,
      [state]() -> asio::awaitable<void> {  // expect: async-lambda-coroutine-capture
        ++*state;
        co_return;
      }(),
      [](std::exception_ptr) {});
}
}  // namespace asio_called_closure_bad
// good: asio_called_closure
namespace asio_called_closure_good {
void start(asio::io_context& io, std::shared_ptr<int> state) {
  asio::co_spawn(
      io,
      [state]() -> asio::awaitable<void> {
        ++*state;
        co_return;
      },
      [](std::exception_ptr) {});
}
}  // namespace asio_called_closure_good

// bad: eager_with_suspension
namespace eager_with_suspension_bad {
void start(std::string name) {
  [name]() -> Detached {  // expect: async-lambda-coroutine-capture
    co_await sleep_ms(1);
    if (name.empty()) co_return;
  }();
}
}  // namespace eager_with_suspension_bad
// good: eager_with_suspension
namespace eager_with_suspension_good {
void start(std::string name) {
  [](std::string text) -> Detached {
    co_await sleep_ms(1);
    if (text.empty()) co_return;
  }(std::move(name));
  static const std::string kept = "for ever";
  []() -> Detached {
    co_await sleep_ms(1);
    if (kept.empty()) co_return;
  }();
}
}  // namespace eager_with_suspension_good

// bad: this_captured
namespace this_captured_bad {
struct Server {
  int clients = 0;
  void start(cppcoro::async_scope& scope) {
    scope.spawn([this]() -> cppcoro::task<> {  // expect: async-lambda-coroutine-capture
      co_await sleep_ms(1);
      ++clients;
    }());
  }
};
}  // namespace this_captured_bad
// good: this_captured
namespace this_captured_good {
struct Server {
  int clients = 0;
  void start(cppcoro::async_scope& scope) { scope.spawn(count(*this)); }
  static cppcoro::task<> count(Server& self) {
    co_await sleep_ms(1);
    ++self.clients;
  }
};
}  // namespace this_captured_good

// bad: passed_to_when_all
namespace passed_to_when_all_bad {
Lazy<void> run(int n) {
  auto both = cppcoro::when_all([n]() -> cppcoro::task<int> { co_return n; }());  // expect: async-lambda-coroutine-capture
  co_await std::move(both);
}
}  // namespace passed_to_when_all_bad
// good: passed_to_when_all
namespace passed_to_when_all_good {
Lazy<void> run(int n) {
  co_await cppcoro::when_all([n]() -> cppcoro::task<int> { co_return n; }());
}
}  // namespace passed_to_when_all_good

// bad: seastar_then
namespace seastar_then_bad {
seastar::future<> run(int n) {
  return seastar::sleep(1).then([n]() -> seastar::future<> {  // expect: async-lambda-coroutine-capture
    co_await seastar::sleep(n);
  });
}
}  // namespace seastar_then_bad
// good: seastar_then
namespace seastar_then_good {
seastar::future<> run(int n) {
  co_await seastar::sleep(1);
  co_await seastar::sleep(n);
}
}  // namespace seastar_then_good

// bad: listener_list_is_cleared
namespace listener_list_is_cleared_bad {
struct Button {
  std::vector<std::function<Lazy<void>()>> on_click;
  void disable() { on_click.clear(); }
};
void greet(Button& button, std::shared_ptr<std::string> name) {
  button.on_click.push_back([name]() -> Lazy<void> {  // expect: async-lambda-coroutine-capture
    co_await std::suspend_always();
    name->append("!");
  });
}
}  // namespace listener_list_is_cleared_bad
// good: listener_list_is_cleared
namespace listener_list_is_cleared_good {
struct Button {
  std::vector<std::function<Lazy<void>()>> on_click;
  void disable() { on_click.clear(); }
};
Lazy<void> add_mark(std::shared_ptr<std::string> name) {
  co_await std::suspend_always();
  name->append("!");
}
void greet(Button& button, std::shared_ptr<std::string> name) {
  button.on_click.push_back([name] { return add_mark(name); });
}
}  // namespace listener_list_is_cleared_good

// bad: moved_into_a_table
namespace moved_into_a_table_bad {
struct Switchboard {
  std::vector<std::function<Lazy<void>()>> lines;
  void hang_up() { lines.clear(); }
};
void connect(Switchboard& board, std::shared_ptr<std::string> name) {
  board.lines.emplace_back([name]() -> Lazy<void> {  // expect: async-lambda-coroutine-capture
    co_await std::suspend_always();
    name->append("!");
  });
}
}  // namespace moved_into_a_table_bad
// good: moved_into_a_table
namespace moved_into_a_table_good {
struct Switchboard {
  std::vector<std::function<Lazy<void>()>> lines;
};
void connect(Switchboard& board, std::shared_ptr<std::string> name) {
  std::function<Lazy<void>()> line;
  line = [name]() -> Lazy<void> {
    co_await std::suspend_always();
    name->append("!");
  };
  board.lines.emplace_back(std::move(line));
}
}  // namespace moved_into_a_table_good

// bad: moved_out_to_be_called
namespace moved_out_to_be_called_bad {
struct Bell {
  std::vector<std::function<Lazy<void>()>> on_ring;
  void ring() {
    auto once = std::move(on_ring);
    for (auto& each : once) each().start();
  }
};
void greet(Bell& bell, std::shared_ptr<std::string> name) {
  bell.on_ring.push_back([name]() -> Lazy<void> {  // expect: async-lambda-coroutine-capture
    co_await std::suspend_always();
    name->append("!");
  });
}
}  // namespace moved_out_to_be_called_bad
// good: moved_out_to_be_called
namespace moved_out_to_be_called_good {
struct Bell {
  std::vector<std::function<Lazy<void>()>> on_ring, kept;
  void ring() {
    for (auto& each : on_ring) each().start();
    kept = std::move(on_ring);
  }
};
void greet(Bell& bell, std::shared_ptr<std::string> name) {
  bell.on_ring.push_back([name]() -> Lazy<void> {
    co_await std::suspend_always();
    name->append("!");
  });
}
}  // namespace moved_out_to_be_called_good
