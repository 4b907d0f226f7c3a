// Handlers that hold a pointer, view, iterator or reference by value, or something that only looks like an owner.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace asio = boost::asio;
using boost::system::error_code;

void show(std::string_view text);

// bad: reference_parameter_of_a_helper
namespace reference_parameter_bad {
void welcome_later(asio::steady_timer& door, const std::string& guest) {
  door.async_wait([&guest](error_code error) {
    if (!error) show(guest);
  });
}
void open_evening(asio::steady_timer& door, int table) {
  welcome_later(door, "table " + std::to_string(table));  // expect: async-unowned-capture
}
}  // namespace reference_parameter_bad
// good: reference_parameter_of_a_helper
namespace reference_parameter_good {
void welcome_later(asio::steady_timer& door, const std::string& guest) {
  door.async_wait([&guest](error_code error) {
    if (!error) show(guest);
  });
}
struct Evening {
  void open(asio::steady_timer& door) { welcome_later(door, guest); }
  std::string guest;
};
void whole_evening() {
  asio::io_context io;
  asio::steady_timer door(io);
  const std::string guest = "the mayor";
  welcome_later(door, guest);
  io.run();
}
}  // namespace reference_parameter_good

// bad: view_parameter_of_a_helper
namespace view_parameter_bad {
void print_later(asio::io_context& io, std::string_view line) {
  asio::post(io, [line] { show(line); });
}
void print_total(asio::io_context& io, int total) {
  const std::string line = std::to_string(total);
  print_later(io, line);  // expect: async-unowned-capture
}
}  // namespace view_parameter_bad
// good: view_parameter_of_a_helper
namespace view_parameter_good {
void print_later(asio::io_context& io, std::string_view line) {
  asio::post(io, [text = std::string(line)] { show(text); });
}
void print_now_and_then(asio::io_context& io, std::string_view line) {
  asio::post(io, [line] { show(line); });
}
void print_total(asio::io_context& io, int total) {
  print_later(io, std::to_string(total));
  print_now_and_then(io, "a line that is always there");
}
}  // namespace view_parameter_good

// bad: pointer_out_of_a_unique_ptr
namespace pointer_out_bad {
void count_later(asio::io_context& io) {
  auto total = std::make_unique<int>(0);
  asio::post(io, [number = total.get()] { ++*number; });  // expect: async-unowned-capture
}
}  // namespace pointer_out_bad
// good: pointer_out_of_a_unique_ptr
namespace pointer_out_good {
std::vector<std::unique_ptr<int>> totals;
void count_later(asio::io_context& io) {
  auto total = std::make_unique<int>(0);
  int* number = total.get();
  totals.push_back(std::move(total));
  asio::post(io, [number] { ++*number; });
  auto other = std::make_shared<int>(0);
  asio::post(io, [number = other.get(), other] { ++*number; });
}
}  // namespace pointer_out_good

// bad: view_of_a_local
namespace view_of_local_bad {
void name_later(asio::io_context& io, int seat) {
  const std::string full = "seat " + std::to_string(seat);
  const std::string_view name = full;
  asio::post(io, [name] { show(name); });  // expect: async-unowned-capture
}
}  // namespace view_of_local_bad
// good: view_of_a_local
namespace view_of_local_good {
void name_later(asio::io_context& io, int seat) {
  const std::string full = "seat " + std::to_string(seat);
  const std::string_view name = full;
  asio::post(io, [text = std::string(name)] { show(text); });
  static const std::string fixed = "all seats";
  const std::string_view all = fixed;
  asio::post(io, [all] { show(all); });
}
}  // namespace view_of_local_good

// bad: iterator_of_a_local
namespace iterator_bad {
void first_later(asio::io_context& io) {
  std::vector<int> numbers{1, 2, 3};
  const auto first = numbers.begin();
  asio::post(io, [first] { show(std::to_string(*first)); });  // expect: async-unowned-capture
}
}  // namespace iterator_bad
// good: iterator_of_a_local
namespace iterator_good {
void first_later(asio::io_context& io) {
  auto numbers = std::make_shared<std::vector<int>>(3);
  const auto first = numbers->begin();
  asio::post(io, [numbers, first] { show(std::to_string(*first)); });
}
}  // namespace iterator_good

// bad: reference_to_a_part
namespace reference_to_part_bad {
void raise_later(asio::io_context& io) {
  std::vector<int> prices{10, 20};
  int& last = prices.back();
  asio::post(io, [&last] { ++last; });  // expect: async-unowned-capture
}
}  // namespace reference_to_part_bad
// good: reference_to_a_part
namespace reference_to_part_good {
struct Shop {
  void raise_later(asio::io_context& io) {
    int& last = prices.back();
    asio::post(io, [&last] { ++last; });
  }
  std::vector<int> prices{10, 20};
};
}  // namespace reference_to_part_good

// bad: thread_that_a_member_keeps
namespace kept_thread_bad {
class Counter {
 public:
  void start() {
    int ticks = 0;
    thread_ = std::thread([&ticks] { ++ticks; });  // expect: async-unowned-capture
  }
  void stop() { thread_.join(); }

 private:
  std::thread thread_;
};
}  // namespace kept_thread_bad
// good: thread_that_a_member_keeps
namespace kept_thread_good {
class Counter {
 public:
  int count() {
    int ticks = 0;
    thread_ = std::thread([&ticks] { ++ticks; });
    thread_.join();
    return ticks;
  }
  void start() {
    thread_ = std::thread([this] { ++ticks_; });
  }
  void stop() { thread_.join(); }

 private:
  std::thread thread_;
  int ticks_ = 0;
};
}  // namespace kept_thread_good

// bad: coroutine_of_a_deleted_object
namespace deleted_object_bad {
class Sensor {
 public:
  explicit Sensor(asio::io_context& io) : pause_(io) {}
  void start() {
    asio::co_spawn(pause_.get_executor(), measure(), [](std::exception_ptr) {});  // expect: async-unowned-capture
  }

 private:
  asio::awaitable<void> measure() {
    for (;;) {
      pause_.expires_after(std::chrono::seconds(1));
      co_await pause_.async_wait(asio::use_awaitable);
      ++samples_;
    }
  }
  asio::steady_timer pause_;
  int samples_ = 0;
};
class Lab {
 public:
  void remove(int number) { sensors_.erase(number); }

 private:
  std::map<int, std::unique_ptr<Sensor>> sensors_;
};
}  // namespace deleted_object_bad
// good: coroutine_of_a_deleted_object
namespace deleted_object_good {
class Sensor : public std::enable_shared_from_this<Sensor> {
 public:
  explicit Sensor(asio::io_context& io) : pause_(io) {}
  void start() {
    asio::co_spawn(pause_.get_executor(), measure(shared_from_this()), [](std::exception_ptr) {});
  }

 private:
  static asio::awaitable<void> measure(std::shared_ptr<Sensor> self) {
    for (;;) {
      self->pause_.expires_after(std::chrono::seconds(1));
      co_await self->pause_.async_wait(asio::use_awaitable);
      ++self->samples_;
    }
  }
  asio::steady_timer pause_;
  int samples_ = 0;
};
class Lab {
 public:
  void remove(int number) { sensors_.erase(number); }

 private:
  std::map<int, std::shared_ptr<Sensor>> sensors_;
};
}  // namespace deleted_object_good

// bad: some_other_shared_object
namespace other_object_bad {
struct Dish {
  std::string name;
};
class Kitchen : public std::enable_shared_from_this<Kitchen> {
 public:
  explicit Kitchen(asio::io_context& io) : io_(io) {}
  void cook(std::shared_ptr<Dish> dish) {
    asio::post(io_, [this, dish] { last_ = dish->name; });  // expect: async-unowned-capture
  }

 private:
  asio::io_context& io_;
  std::string last_;
};
}  // namespace other_object_bad
// good: some_other_shared_object
namespace other_object_good {
class Kitchen;
struct Restaurant {
  std::vector<std::unique_ptr<Kitchen>> kitchens;
};
class Kitchen : public std::enable_shared_from_this<Kitchen> {
 public:
  explicit Kitchen(asio::io_context& io) : io_(io) {}
  void cook(std::shared_ptr<Restaurant> restaurant) {
    asio::post(io_, [this, restaurant] { ++dishes_; });
  }

 private:
  asio::io_context& io_;
  int dishes_ = 0;
};
}  // namespace other_object_good

// bad: callback_of_a_call
namespace callback_of_call_bad {
class Database {
 public:
  void execute(const std::string& query, std::function<void(int)> doneCallback);
};
class Report : public std::enable_shared_from_this<Report> {
 public:
  void load(const std::shared_ptr<Database>& database) {
    database->execute("select 1", [this](int rows) { rows_ = rows; });  // expect: async-unowned-capture
  }

 private:
  int rows_ = 0;
};
}  // namespace callback_of_call_bad
// good: callback_of_a_call
namespace callback_of_call_good {
class Database {
 public:
  void execute(const std::string& query, std::function<void(int)> doneCallback);
  void each_row(std::function<void(int)> visit);
};
class Report : public std::enable_shared_from_this<Report> {
 public:
  void load(const std::shared_ptr<Database>& database) {
    database->execute("select 1", [this, self = shared_from_this()](int rows) { rows_ = rows; });
    database->each_row([this](int row) { rows_ += row; });
  }

 private:
  int rows_ = 0;
};
}  // namespace callback_of_call_good

// bad: this_under_another_name
namespace this_renamed_bad {
class Walker : public std::enable_shared_from_this<Walker> {
 public:
  void walk(asio::io_context& io) {
    auto me = this;
    asio::post(io, [me] { ++me->steps_; });  // expect: async-unowned-capture
  }

 private:
  int steps_ = 0;
};
}  // namespace this_renamed_bad
// good: this_under_another_name
namespace this_renamed_good {
class Walker : public std::enable_shared_from_this<Walker> {
 public:
  void walk(asio::io_context& io) {
    auto me = shared_from_this();
    asio::post(io, [me] { ++me->steps_; });
  }

 private:
  int steps_ = 0;
};
}  // namespace this_renamed_good

// bad: thread_made_in_place
namespace made_in_place_bad {
class Crew {
 public:
  void hire() {
    int hours = 8;
    workers_.emplace_back([&hours] { --hours; });  // expect: async-unowned-capture
  }

 private:
  std::vector<std::thread> workers_;
};
}  // namespace made_in_place_bad
// good: thread_made_in_place
namespace made_in_place_good {
class Crew {
 public:
  void hire() {
    int hours = 8;
    workers_.emplace_back([hours]() mutable { --hours; });
  }

 private:
  std::vector<std::thread> workers_;
};
void day() {
  std::vector<std::thread> workers;
  int hours = 8;
  workers.emplace_back([&hours] { --hours; });
  for (auto& worker : workers) worker.join();
}
}  // namespace made_in_place_good
