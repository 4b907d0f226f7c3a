// Tasks that are lost on one way through a switch, a loop or a try.
#include "cobalt_shape.h"
#include "cppcoro_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// bad: one_case_forgets
namespace one_case_forgets_bad {
enum class Fruit {
  apple,
  pear,
  plum
};
cppcoro::task<int> weigh(Fruit fruit);
cppcoro::task<int> price(Fruit fruit, int per_kilo) {
  auto weight = weigh(fruit);  // expect: async-unawaited-local
  switch (fruit) {
    case Fruit::apple: co_return co_await weight* per_kilo;
    case Fruit::pear: co_return co_await weight * per_kilo * 2;
    case Fruit::plum: break;
  }
  co_return per_kilo;
}
}  // namespace one_case_forgets_bad
// good: one_case_forgets
namespace one_case_forgets_good {
enum class Fruit {
  apple,
  pear,
  plum
};
cppcoro::task<int> weigh(Fruit fruit);
cppcoro::task<int> price(Fruit fruit, int per_kilo) {
  auto weight = weigh(fruit);
  switch (fruit) {
    case Fruit::apple: co_return co_await weight* per_kilo;
    case Fruit::pear: co_return co_await weight * per_kilo * 2;
    case Fruit::plum: break;
  }
  co_return per_kilo + co_await std::move(weight);
}
}  // namespace one_case_forgets_good

// bad: skipped_in_a_round
namespace skipped_in_a_round_bad {
template <class Cache>
folly::coro::Task<int> fill(Cache& cache, std::vector<std::string> keys) {
  int loaded = 0;
  for (auto& key : keys) {
    auto value = cache.load(key);  // expect: async-unawaited-local
    if (cache.has(key)) continue;
    cache.put(std::move(key), co_await std::move(value));
    ++loaded;
  }
  co_return loaded;
}
struct Words {
  folly::coro::Task<std::string> load(std::string key);
  bool has(const std::string& key) const;
  void put(std::string key, std::string value);
};
folly::coro::Task<int> fill_words(Words& words) { co_return 1 + co_await fill(words, {"a", "b"}); }
}  // namespace skipped_in_a_round_bad
// good: skipped_in_a_round
namespace skipped_in_a_round_good {
template <class Cache>
folly::coro::Task<int> fill(Cache& cache, std::vector<std::string> keys) {
  int loaded = 0;
  for (auto& key : keys) {
    if (cache.has(key)) continue;
    auto value = cache.load(key);
    cache.put(std::move(key), co_await std::move(value));
    ++loaded;
  }
  co_return loaded;
}
struct Words {
  folly::coro::Task<std::string> load(std::string key);
  bool has(const std::string& key) const;
  void put(std::string key, std::string value);
};
folly::coro::Task<int> fill_words(Words& words) { co_return 1 + co_await fill(words, {"a", "b"}); }
}  // namespace skipped_in_a_round_good

// bad: caught_before_it_is_awaited
namespace caught_before_it_is_awaited_bad {
Lazy<std::string> load(std::string name);
void check(const std::string& name);
Lazy<std::string> load_checked(std::string name) {
  auto loading = load(name);  // expect: async-unawaited-local
  bool allowed = false;
  try {
    check(name);
    allowed = true;
  } catch (const std::exception&) {
    name.clear();
  }
  if (!allowed) co_return name;
  co_return co_await loading;
}
}  // namespace caught_before_it_is_awaited_bad
// good: caught_before_it_is_awaited
namespace caught_before_it_is_awaited_good {
Lazy<std::string> load(std::string name);
void check(const std::string& name);
Lazy<std::string> load_checked(std::string name) {
  auto loading = load(name);
  check(name);
  if (name.empty()) throw std::runtime_error("name");
  co_return co_await loading;
}
}  // namespace caught_before_it_is_awaited_good
