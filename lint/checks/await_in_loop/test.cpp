// Cases of async-await-in-loop: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <string>
#include <vector>

#include "lazy_task.h"

Lazy<int> fetch(std::string url);
Lazy<int> add(std::string url, int& sum);
struct Connection {
  Lazy<int> send(std::string text);
};

Lazy<int> bad(std::vector<std::string> urls) {
  int sum = 0;
  for (const std::string& url : urls) {
    // expect: 'fetch' is awaited for one element after another
    sum += co_await fetch(url);
  }
  co_return sum;
}
Lazy<int> good(std::vector<std::string> urls, Connection connection) {
  int sum = 0;
  for (const std::string& url : urls) co_await add(url, sum);
  for (const std::string& url : urls) co_await connection.send(url);
  for (const std::string& url : urls) {
    if (co_await fetch(url) == 0) break;
  }
  co_return sum;
}
Lazy<int> silenced(std::vector<std::string> urls) {
  int sum = 0;
  for (const std::string& url : urls) sum += co_await fetch(url);  // NOLINT(async-await-in-loop)
  co_return sum;
}
#define EACH(list) for (const auto& each : list)
template <class T>
Lazy<int> macro_in_template(std::vector<T> urls) {
  int sum = 0;
  EACH(urls) {
    // expect: 'fetch' is awaited for one element after another
    sum += co_await fetch(each);
  }
  co_return sum;
}
Lazy<int> instantiated(std::vector<std::string> urls) { co_return co_await macro_in_template(urls); }
