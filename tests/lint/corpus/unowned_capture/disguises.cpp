// Handlers whose hold on what they use is hidden in a functor, a base class, a loop or a std::function.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: functor_with_a_pointer_to_its_maker
namespace functor_pointer_bad {
class Oven : public std::enable_shared_from_this<Oven> {
 public:
  void bake() { clock_.async_wait(Ring(this)); }  // expect: async-unowned-capture

 private:
  struct Ring {
    explicit Ring(Oven* made_by) : oven(made_by) {}
    Oven* oven;
    void operator()(error_code error) {
      if (!error) oven->hot_ = false;
    }
  };
  asio::steady_timer clock_;
  bool hot_ = true;
};
}  // namespace functor_pointer_bad
// good: functor_with_a_pointer_to_its_maker
namespace functor_pointer_good {
class Oven : public std::enable_shared_from_this<Oven> {
 public:
  void bake() { clock_.async_wait(Ring(shared_from_this())); }

 private:
  struct Ring {
    explicit Ring(std::shared_ptr<Oven> made_by) : oven(std::move(made_by)) {}
    std::shared_ptr<Oven> oven;
    void operator()(error_code error) {
      if (!error) oven->hot_ = false;
    }
  };
  asio::steady_timer clock_;
  bool hot_ = true;
};
}  // namespace functor_pointer_good

// bad: base_is_shared
namespace base_is_shared_bad {
class Vehicle : public std::enable_shared_from_this<Vehicle> {
 public:
  virtual ~Vehicle() = default;

 protected:
  tcp::socket radio_;
};
class Truck : public Vehicle {
 public:
  void load() {
    radio_.async_wait(tcp::socket::wait_read, std::bind(&Truck::on_ready, this, std::placeholders::_1));  // expect: async-unowned-capture
  }

 private:
  void on_ready(error_code error) { loads_ += error ? 0 : 1; }
  int loads_ = 0;
};
}  // namespace base_is_shared_bad
// good: base_is_shared
namespace base_is_shared_good {
class Vehicle : public std::enable_shared_from_this<Vehicle> {
 public:
  virtual ~Vehicle() = default;

 protected:
  template <class Derived>
  std::shared_ptr<Derived> self() {
    return std::static_pointer_cast<Derived>(shared_from_this());
  }
  tcp::socket radio_;
};
class Truck : public Vehicle {
 public:
  void load() {
    radio_.async_wait(tcp::socket::wait_read, std::bind(&Truck::on_ready, self<Truck>(), std::placeholders::_1));
  }

 private:
  void on_ready(error_code error) { loads_ += error ? 0 : 1; }
  int loads_ = 0;
};
}  // namespace base_is_shared_good

// bad: bound_member_on_a_strand
namespace bound_on_strand_bad {
class Ledger : public std::enable_shared_from_this<Ledger> {
 public:
  void add(int amount) {
    asio::dispatch(asio::bind_executor(strand_, std::bind(&Ledger::write, this, amount)));  // expect: async-unowned-capture
  }

 private:
  void write(int amount) { sum_ += amount; }
  asio::strand<asio::io_context::executor_type> strand_;
  int sum_ = 0;
};
}  // namespace bound_on_strand_bad
// good: bound_member_on_a_strand
namespace bound_on_strand_good {
class Ledger : public std::enable_shared_from_this<Ledger> {
 public:
  void add(int amount) {
    asio::dispatch(asio::bind_executor(strand_, std::bind(&Ledger::write, shared_from_this(), amount)));
  }

 private:
  void write(int amount) { sum_ += amount; }
  asio::strand<asio::io_context::executor_type> strand_;
  int sum_ = 0;
};
}  // namespace bound_on_strand_good

// bad: function_that_calls_itself
namespace calls_itself_bad {
void pulse(asio::steady_timer& timer) {
  std::function<void(error_code)> beat = [&timer, &beat](error_code error) {  // expect: async-unowned-capture
    if (error) return;
    timer.expires_after(std::chrono::milliseconds(20));
    timer.async_wait(beat);
  };
  timer.async_wait(beat);
}
}  // namespace calls_itself_bad
// good: function_that_calls_itself
namespace calls_itself_good {
void pulse(asio::steady_timer& timer) {
  timer.async_wait([&timer](error_code error) {
    if (error) return;
    timer.expires_after(std::chrono::milliseconds(20));
    pulse(timer);
  });
}
void sort_of_pulse(int times) {
  std::function<int(int)> count = [&count](int left) { return left == 0 ? 0 : 1 + count(left - 1); };
  count(times);
}
}  // namespace calls_itself_good

// bad: number_of_the_round
namespace round_number_bad {
void deal(asio::io_context& io, std::vector<int>& cards) {
  for (int seat = 0; seat < 4; ++seat) {
    asio::post(io, [&cards, &seat] { cards.push_back(seat); });  // expect: async-unowned-capture
  }
  io.run();
}
}  // namespace round_number_bad
// good: number_of_the_round
namespace round_number_good {
void deal(asio::io_context& io, std::vector<int>& cards) {
  int dealt = 0;
  for (int seat = 0; seat < 4; ++seat) {
    asio::post(io, [&cards, &dealt, seat] {
      cards.push_back(seat);
      ++dealt;
    });
  }
  io.run();
  cards.resize(dealt);
}
}  // namespace round_number_good

// bad: parameter_of_the_handler
namespace handler_parameter_bad {
class Turnstile {
 public:
  void open() {
    gate_.async_accept([this](error_code error, tcp::socket visitor) {
      if (error) return;
      asio::post(gate_.get_executor(), [this, &visitor] { visitors_.push_back(std::move(visitor)); });  // expect: async-unowned-capture
    });
  }

 private:
  tcp::acceptor gate_;
  std::vector<tcp::socket> visitors_;
};
}  // namespace handler_parameter_bad
// good: parameter_of_the_handler
namespace handler_parameter_good {
class Turnstile {
 public:
  void open() {
    gate_.async_accept([this](error_code error, tcp::socket visitor) {
      if (error) return;
      asio::post(gate_.get_executor(), [this, visitor = std::move(visitor)]() mutable { visitors_.push_back(std::move(visitor)); });
    });
  }

 private:
  tcp::acceptor gate_;
  std::vector<tcp::socket> visitors_;
};
}  // namespace handler_parameter_good

// bad: array_captured_by_value
namespace array_captured_bad {
void label_later(asio::io_context& io, std::string& label, int shelf) {
  char text[16];
  std::snprintf(text, sizeof text, "shelf %d", shelf);
  asio::post(io, [&label, name = text] { label = name; });  // expect: async-unowned-capture
}
}  // namespace array_captured_bad
// good: array_captured_by_value
namespace array_captured_good {
void label_later(asio::io_context& io, std::string& label, int shelf) {
  char text[16];
  std::snprintf(text, sizeof text, "shelf %d", shelf);
  asio::post(io, [&label, text] { label = text; });
}
}  // namespace array_captured_good

// bad: member_as_a_detached_thread
namespace detached_member_bad {
class Indexer : public std::enable_shared_from_this<Indexer> {
 public:
  void start() {
    std::thread(&Indexer::crawl, this).detach();  // expect: async-unowned-capture
  }

 private:
  void crawl() { ++pages_; }
  int pages_ = 0;
};
}  // namespace detached_member_bad
// good: member_as_a_detached_thread
namespace detached_member_good {
class Indexer : public std::enable_shared_from_this<Indexer> {
 public:
  void start() {
    std::thread(&Indexer::crawl, shared_from_this()).detach();
  }
  void start_and_wait() {
    std::thread worker(&Indexer::crawl, this);
    worker.join();
  }

 private:
  void crawl() { ++pages_; }
  int pages_ = 0;
};
}  // namespace detached_member_good

// bad: any_timer
namespace any_timer_bad {
template <class Timer>
void count_rings(Timer& timer) {
  int rings = 0;
  timer.async_wait([&rings](error_code error) { rings += error ? 0 : 1; });  // expect: async-unowned-capture
}
void count_rings_of(asio::steady_timer& timer) { count_rings(timer); }
}  // namespace any_timer_bad
// good: any_timer
namespace any_timer_good {
template <class Timer>
void count_rings(Timer& timer) {
  auto rings = std::make_unique<int>(0);
  timer.async_wait([rings = std::move(rings)](error_code error) { *rings += error ? 0 : 1; });
}
void count_rings_of(asio::steady_timer& timer) { count_rings(timer); }
}  // namespace any_timer_good
