// Asio's awaitable: dropped, and dropped inside another operation; co_spawn and co_await are the ways to run it.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace asio = boost::asio;

// bad: dropped_awaitable
namespace dropped_awaitable_bad {
asio::awaitable<void> session() { co_return; }
void accept() {
  session();  // expect: async-unawaited-coroutine
}
}  // namespace dropped_awaitable_bad
// good: dropped_awaitable
namespace dropped_awaitable_good {
asio::awaitable<void> session() { co_return; }
void accept(asio::io_context& io) {
  asio::co_spawn(io, session(), [](std::exception_ptr) {});
}
}  // namespace dropped_awaitable_good

// bad: operation_without_await
namespace operation_without_await_bad {
asio::awaitable<void> pause(asio::steady_timer& timer) {
  timer.async_wait(asio::use_awaitable);  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace operation_without_await_bad
// good: operation_without_await
namespace operation_without_await_good {
asio::awaitable<void> pause(asio::steady_timer& timer) {
  co_await timer.async_wait(asio::use_awaitable);
  timer.async_wait([](boost::system::error_code) {});
}
}  // namespace operation_without_await_good

// bad: spawned_into_awaitable
namespace spawned_into_awaitable_bad {
asio::awaitable<void> child() { co_return; }
asio::awaitable<void> parent() {
  auto executor = co_await asio::this_coro::executor;
  asio::co_spawn(executor, child(), asio::use_awaitable);  // expect: async-unawaited-coroutine
}
}  // namespace spawned_into_awaitable_bad
// good: spawned_into_awaitable
namespace spawned_into_awaitable_good {
asio::awaitable<void> child() { co_return; }
asio::awaitable<void> parent() {
  auto executor = co_await asio::this_coro::executor;
  co_await asio::co_spawn(executor, child(), asio::use_awaitable);
}
}  // namespace spawned_into_awaitable_good
