// Handlers that hold `this` or a local in other clothes than a lambda.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
using boost::system::error_code;

// bad: front_handler_with_this
class Tenant : public std::enable_shared_from_this<Tenant> {
 public:
  void knock() {
    asio::async_read(door_, asio::buffer(sound_), boost::beast::bind_front_handler(&Tenant::on_sound, this));  // expect: async-unowned-capture
  }

 private:
  void on_sound(error_code error, std::size_t) { quiet_ = bool(error); }
  asio::ip::tcp::socket door_;
  char sound_[8];
  bool quiet_ = true;
};
// good: front_handler_with_this
class GoodTenant : public std::enable_shared_from_this<GoodTenant> {
 public:
  void knock() {
    asio::async_read(door_, asio::buffer(sound_), boost::beast::bind_front_handler(&GoodTenant::on_sound, shared_from_this()));
  }

 private:
  void on_sound(error_code error, std::size_t) { quiet_ = bool(error); }
  asio::ip::tcp::socket door_;
  char sound_[8];
  bool quiet_ = true;
};

// bad: shared_text_is_no_owner
class Echo : public std::enable_shared_from_this<Echo> {
 public:
  void say(std::shared_ptr<std::string> text) {
    asio::async_write(socket_, asio::buffer(*text), [this, text](error_code, std::size_t) { ++said_; });  // expect: async-unowned-capture
  }

 private:
  asio::ip::tcp::socket socket_;
  int said_ = 0;
};
// good: shared_text_is_no_owner
class GoodEcho : public std::enable_shared_from_this<GoodEcho> {
 public:
  void say(std::shared_ptr<std::string> text) {
    asio::async_write(socket_, asio::buffer(*text), [this, self = shared_from_this(), text](error_code, std::size_t) { ++said_; });
  }

 private:
  asio::ip::tcp::socket socket_;
  int said_ = 0;
};

// bad: spawned_member
class Reader : public std::enable_shared_from_this<Reader> {
 public:
  void start() {
    asio::co_spawn(socket_.get_executor(), read(), [](std::exception_ptr) {});  // expect: async-unowned-capture
  }

 private:
  asio::awaitable<void> read() {
    co_await asio::async_read(socket_, asio::buffer(bytes_), asio::use_awaitable);
    ++reads_;
  }
  asio::ip::tcp::socket socket_;
  char bytes_[8];
  int reads_ = 0;
};
// good: spawned_member
class GoodReader : public std::enable_shared_from_this<GoodReader> {
 public:
  void start() {
    asio::co_spawn(socket_.get_executor(), read(), [](std::exception_ptr) {});
  }

 private:
  asio::awaitable<void> read() {
    const auto self = shared_from_this();
    co_await asio::async_read(socket_, asio::buffer(bytes_), asio::use_awaitable);
    ++reads_;
  }
  asio::ip::tcp::socket socket_;
  char bytes_[8];
  int reads_ = 0;
};

// bad: erased_from_a_map
class Probe {
 public:
  explicit Probe(asio::io_context& io) : pulse_(io) {}
  ~Probe() { pulse_.cancel(); }
  void beat() {
    pulse_.expires_after(std::chrono::seconds(1));
    pulse_.async_wait([this](error_code error) {  // expect: async-unowned-capture
      if (!error) beat();
    });
  }

 private:
  asio::steady_timer pulse_;
};
class Patients {
 public:
  void discharge(int bed) { probes_.erase(bed); }

 private:
  std::map<int, std::unique_ptr<Probe>> probes_;
};
// good: erased_from_a_map
class OwnProbe {
 public:
  OwnProbe() : pulse_(io_) {}
  ~OwnProbe() {
    io_.stop();
    thread_.join();
  }
  void beat() {
    pulse_.expires_after(std::chrono::seconds(1));
    pulse_.async_wait([this](error_code error) {
      if (!error) beat();
    });
  }

 private:
  asio::io_context io_;
  asio::steady_timer pulse_;
  std::thread thread_{[this] { io_.run(); }};
};
class OwnPatients {
 public:
  void discharge(int bed) { probes_.erase(bed); }

 private:
  std::map<int, std::unique_ptr<OwnProbe>> probes_;
};

// bad: detached_thread
void count_words(const std::string& text, int& words) {
  std::vector<std::string> found;
  std::thread([&found, text] { found.push_back(text); }).detach();  // expect: async-unowned-capture
  words = static_cast<int>(text.size());
}
// good: detached_thread
void count_words_and_wait(const std::string& text, int& words) {
  std::vector<std::string> found;
  std::thread worker([&found, text] { found.push_back(text); });
  worker.join();
  words = static_cast<int>(found.size());
}

// bad: bound_reference
void add_later(asio::io_context& io, int amount) {
  int sum = 0;
  asio::post(io, std::bind([](int& to, int what) { to += what; }, std::ref(sum), amount));  // expect: async-unowned-capture
}
// good: bound_reference
void add_now(asio::io_context& io, int amount) {
  int sum = 0;
  asio::post(io, std::bind([](int& to, int what) { to += what; }, std::ref(sum), amount));
  io.run();
}

// bad: kept_by_another_shared_object
class Line {
 public:
  void setHangupCallback(std::function<void()> callback);
};
class Phone : public std::enable_shared_from_this<Phone> {
 public:
  void call(std::shared_ptr<Line> line) {
    line->setHangupCallback([this] { ++calls_; });  // expect: async-unowned-capture
  }

 private:
  int calls_ = 0;
};
// good: kept_by_another_shared_object
class OldPhone : public std::enable_shared_from_this<OldPhone> {
 public:
  ~OldPhone() { line_->setHangupCallback(nullptr); }
  void call() {
    line_->setHangupCallback([this] { ++calls_; });
    other_->setHangupCallback([weak = weak_from_this()] {
      if (const auto self = weak.lock()) ++self->calls_;
    });
  }

 private:
  std::shared_ptr<Line> line_;
  std::shared_ptr<Line> other_;
  int calls_ = 0;
};
