// A coroutine handed over where a plain callable is expected: its task is made, dropped, and (when lazy) never runs.
#include "awaiters.h"
#include "eager_task.h"
#include "lazy_task.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

namespace asio = boost::asio;

Lazy<void> save() { co_return; }
Detached save_detached() { co_return; }

// bad: std_function
namespace std_function_bad {
std::function<void()> on_exit_callback;
void install() {
  on_exit_callback = []() -> Lazy<void> { co_return; };  // expect: async-task-dropped-by-callback
}
}  // namespace std_function_bad
// good: std_function
namespace std_function_good {
std::function<Lazy<void>()> on_exit_callback;
std::function<void()> plain;
void install() {
  on_exit_callback = []() -> Lazy<void> { co_return; };
  plain = [] { spawn(save()); };
}
}  // namespace std_function_good

// bad: function_parameter
namespace function_parameter_bad {
void on_click(std::function<void(int)> handler);
Lazy<void> clicked(int) { co_return; }
void install() {
  on_click(clicked);  // expect: async-task-dropped-by-callback
}
}  // namespace function_parameter_bad
// good: function_parameter
namespace function_parameter_good {
void on_click(std::function<void(int)> handler);
Detached clicked(int) { co_return; }
void install() { on_click(clicked); }
}  // namespace function_parameter_good

// bad: posted
namespace posted_bad {
void start(asio::io_context& io) {
  asio::post(io, []() -> asio::awaitable<void> { co_return; });  // expect: async-task-dropped-by-callback
}
}  // namespace posted_bad
// good: posted
namespace posted_good {
void start(asio::io_context& io) {
  asio::post(io, [&io] { asio::co_spawn(io, []() -> asio::awaitable<void> { co_return; }, [](std::exception_ptr) {}); });
}
}  // namespace posted_good

// bad: completion_handler
namespace completion_handler_bad {
void arm(asio::steady_timer& timer) {
  timer.async_wait([](boost::system::error_code) -> Lazy<void> { co_return; });  // expect: async-task-dropped-by-callback
}
}  // namespace completion_handler_bad
// good: completion_handler
namespace completion_handler_good {
void arm(asio::steady_timer& timer) {
  timer.async_wait([](boost::system::error_code) -> Detached { co_return; });
}
}  // namespace completion_handler_good

// bad: thread_entry
namespace thread_entry_bad {
void start() {
  std::thread worker(save);  // expect: async-task-dropped-by-callback
  worker.detach();
}
}  // namespace thread_entry_bad
// good: thread_entry
namespace thread_entry_good {
void start() {
  std::thread worker(save_detached);
  worker.detach();
}
}  // namespace thread_entry_good

// bad: for_each
namespace for_each_bad {
void run(std::vector<int>& ids) {
  std::for_each(ids.begin(), ids.end(), [](int) -> Lazy<void> { co_return; });  // expect: async-task-dropped-by-callback
}
}  // namespace for_each_bad
// good: for_each
namespace for_each_good {
Lazy<void> run(std::vector<int>& ids) {
  std::vector<Lazy<void>> tasks;
  std::transform(ids.begin(), ids.end(), std::back_inserter(tasks), [](int) -> Lazy<void> { co_return; });
  for (auto& task : tasks) co_await task;
}
}  // namespace for_each_good
