// Work whose handle is thrown away.
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <future>
#include <vector>

namespace asio = boost::asio;

void index_file(int number);

// bad: meant_to_run_beside
void index_all(int files) {
  for (int i = 0; i < files; ++i) std::async(std::launch::async, index_file, i);  // expect: async-discarded-task
}
// good: meant_to_run_beside
void index_all_beside(int files) {
  std::vector<std::future<void>> running;
  for (int i = 0; i < files; ++i) running.push_back(std::async(std::launch::async, index_file, i));
}

// bad: deferred_write
void say_hello(asio::ip::tcp::socket& socket) {
  static constexpr char kHello[] = "hello";
  asio::async_write(socket, asio::buffer(kHello), asio::deferred);  // expect: async-discarded-task
}
// good: deferred_write
void say_hello_now(asio::ip::tcp::socket& socket) {
  static constexpr char kHello[] = "hello";
  asio::async_write(socket, asio::buffer(kHello), asio::deferred)([](boost::system::error_code, std::size_t) {});
}

// bad: future_that_dies_in_a_handler
void reindex(asio::steady_timer& nightly) {
  nightly.async_wait([](boost::system::error_code) {
    auto running = std::async(std::launch::async, index_file, 0);  // expect: async-discarded-task
  });
}
// good: future_that_dies_in_a_handler
void reindex_on_demand(asio::steady_timer& nightly, std::vector<std::future<void>>& running) {
  nightly.async_wait([&running](boost::system::error_code) {
    auto later = std::async(std::launch::deferred, index_file, 0);
    running.push_back(std::async(std::launch::async, index_file, 1));
  });
}
