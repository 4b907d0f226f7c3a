// Registries that others change while a coroutine holds on to one of their entries.
#include "awaiters.h"
#include "cppcoro_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

// bad: names_of_an_entry
class Directory {
 public:
  void forget(int number) { names_.erase(number); }
  cppcoro::task<> call_first() {
    if (names_.empty()) co_return;
    auto& [number, name] = *names_.begin();
    co_await dial(number);
    name += " (called)";  // expect: async-reference-across-suspend
  }

 private:
  cppcoro::task<> dial(int number);
  std::map<int, std::string> names_;
};
// good: names_of_an_entry
class GoodDirectory {
 public:
  void forget(int number) { names_.erase(number); }
  cppcoro::task<> call_first() {
    if (names_.empty()) co_return;
    const int number = names_.begin()->first;
    co_await dial(number);
    if (const auto entry = names_.find(number); entry != names_.end()) entry->second += " (called)";
  }

 private:
  cppcoro::task<> dial(int number);
  std::map<int, std::string> names_;
};

// bad: next_from_a_bound
template <class Time>
class Agenda {
 public:
  void drop_before(Time now) { entries_.erase(entries_.begin(), entries_.lower_bound(now)); }
  folly::coro::Task<int> run_from(Time now) {
    int done = 0;
    for (auto entry = entries_.lower_bound(now); entry != entries_.end(); ++entry) {  // expect: async-reference-across-suspend
      co_await remind(entry->second);
      ++done;
    }
    co_return done;
  }

 private:
  folly::coro::Task<void> remind(std::string text);
  std::map<Time, std::string> entries_;
};
folly::coro::Task<int> run_agenda(Agenda<long>& agenda) {
  agenda.drop_before(3);
  co_return co_await agenda.run_from(5);
}
// good: next_from_a_bound
template <class Time>
class GoodAgenda {
 public:
  void drop_before(Time now) { entries_.erase(entries_.begin(), entries_.lower_bound(now)); }
  folly::coro::Task<int> run_from(Time now) {
    int done = 0;
    for (auto entry = entries_.lower_bound(now); entry != entries_.end(); entry = entries_.upper_bound(now)) {
      now = entry->first;
      co_await remind(entry->second);
      ++done;
    }
    co_return done;
  }

 private:
  folly::coro::Task<void> remind(std::string text);
  std::map<Time, std::string> entries_;
};
folly::coro::Task<int> run_good_agenda(GoodAgenda<long>& agenda) {
  agenda.drop_before(3);
  co_return co_await agenda.run_from(5);
}

// bad: path_of_a_result
bool remember(const char* path);
Lazy<std::string> choose_path(std::string title);
Lazy<int> remember_choices(int count) {
  int remembered = 0;
  while (remembered < count) {
    const char* path = (co_await choose_path("open")).c_str();  // expect: async-reference-across-suspend
    if (*path == '\0' || !remember(path)) break;
    ++remembered;
  }
  co_return remembered;
}
// good: path_of_a_result
Lazy<int> remember_good_choices(int count) {
  int remembered = 0;
  while (remembered < count) {
    const std::string path = co_await choose_path("open");
    if (path.empty() || !remember(path.c_str())) break;
    ++remembered;
  }
  co_return remembered;
}

// bad: span_of_a_table
class Palette {
 public:
  void shrink() { colours_.resize(2); }
  cppcoro::task<int> average() {
    const int* first = colours_.data();
    int sum = 0;
    for (int pass = 0; pass < 3; ++pass) {
      co_await sleep_ms(1);
      sum += first[pass];  // expect: async-reference-across-suspend
    }
    co_return sum / 3;
  }

 private:
  std::vector<int> colours_ = {1, 2, 3};
};
// good: span_of_a_table
class GoodPalette {
 public:
  void shrink() { colours_.resize(2); }
  cppcoro::task<int> average() {
    int sum = 0;
    for (int pass = 0; pass < 3; ++pass) {
      co_await sleep_ms(1);
      const std::span<const int> now(colours_);
      if (static_cast<std::size_t>(pass) < now.size()) sum += now[pass];
    }
    co_return sum / 3;
  }

 private:
  std::vector<int> colours_ = {1, 2, 3};
};

// bad: fleet_that_grows
struct Boat {
  int oars = 2;
  bool afloat = true;
};
class Harbour {
 public:
  void build() { boats_.emplace_back(); }
  Lazy<int> repair(std::size_t number) {
    Boat& boat = boats_.at(number);
    switch (boat.oars) {
      case 0: co_await sleep_ms(20); break;
      case 1: co_await sleep_ms(10); break;
      default: co_return boat.oars;
    }
    boat.oars = 2;  // expect: async-reference-across-suspend
    co_return 2;
  }

 private:
  std::vector<Boat> boats_;
};
// good: fleet_that_grows
class GoodHarbour {
 public:
  void build() { boats_.push_back(std::make_shared<Boat>()); }
  Lazy<int> repair(std::size_t number) {
    const std::shared_ptr<Boat> boat = boats_.at(number);
    switch (boat->oars) {
      case 0: co_await sleep_ms(20); break;
      case 1: co_await sleep_ms(10); break;
      default: co_return boat->oars;
    }
    boat->oars = 2;
    co_return 2;
  }

 private:
  std::vector<std::shared_ptr<Boat>> boats_;
};
