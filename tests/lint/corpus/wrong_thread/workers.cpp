// Threads and pools of C++ that touch a loop which is not theirs.
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <uv.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>

// bad: member_as_a_thread
namespace member_thread_bad {
class Download {
 public:
  explicit Download(uv_timer_t* patience) : patience_(patience) {}
  ~Download() { thread_.join(); }
  void start() { thread_ = std::thread(&Download::run, this); }

 private:
  void run() {
    ++bytes_;
    finish();
  }
  void finish() { uv_timer_stop(patience_); }  // expect: async-wrong-thread
  uv_timer_t* patience_;
  std::thread thread_;
  long bytes_ = 0;
};
}  // namespace member_thread_bad
// good: member_as_a_thread
namespace member_thread_good {
class Download {
 public:
  Download(uv_timer_t* patience, uv_async_t* done) : patience_(patience), done_(done) {}
  ~Download() { thread_.join(); }
  void start() { thread_ = std::thread(&Download::run, this); }
  static void on_done(uv_async_t* done) { static_cast<Download*>(done->data)->finish(); }

 private:
  void run() {
    ++bytes_;
    uv_async_send(done_);
  }
  void finish() { uv_timer_stop(patience_); }
  uv_timer_t* patience_;
  uv_async_t* done_;
  std::thread thread_;
  long bytes_ = 0;
};
}  // namespace member_thread_good

// bad: answer_from_a_pool
namespace pool_answer_bad {
struct Letter {
  uv_write_t request;
  std::string text;
};
void answer(boost::asio::thread_pool& pool, uv_stream_t* client, Letter* letter) {
  boost::asio::post(pool, [client, letter] {
    letter->text += "yours, the pool";
    uv_buf_t part = uv_buf_init(letter->text.data(), static_cast<unsigned>(letter->text.size()));
    uv_write(&letter->request, client, &part, 1, [](uv_write_t*, int) {});  // expect: async-wrong-thread
  });
}
}  // namespace pool_answer_bad
// good: answer_from_a_pool
namespace pool_answer_good {
struct Letter {
  uv_async_t ready;
  std::string text;
};
void answer(boost::asio::thread_pool& pool, Letter* letter) {
  boost::asio::post(pool, [letter] {
    letter->text += "yours, the pool";
    uv_async_send(&letter->ready);
  });
}
}  // namespace pool_answer_good

// bad: future_that_closes
namespace future_closes_bad {
std::future<long> add_up(uv_handle_t* progress, long count) {
  return std::async(std::launch::async, [progress, count] {
    long sum = 0;
    for (long i = 0; i < count; ++i) sum += i;
    if (!uv_is_closing(progress)) uv_close(progress, nullptr);  // expect: async-wrong-thread
    return sum;
  });
}
}  // namespace future_closes_bad
// good: future_that_closes
namespace future_closes_good {
std::future<long> add_up(uv_async_t* progress, long count) {
  return std::async(std::launch::async, [progress, count] {
    long sum = 0;
    for (long i = 0; i < count; ++i) sum += i;
    uv_async_send(progress);
    return sum;
  });
}
}  // namespace future_closes_good

// bad: ticks_of_a_side_thread
namespace side_thread_bad {
class Meter {
 public:
  explicit Meter(event_base* base) : screen_(bufferevent_socket_new(base, 1, BEV_OPT_CLOSE_ON_FREE)) {}
  void start() {
    side_ = std::jthread([this](std::stop_token stop) {
      while (!stop.stop_requested()) report();
    });
  }

 private:
  void report() {
    const std::string line = std::to_string(++ticks_) + "\n";
    bufferevent_write(screen_, line.data(), line.size());  // expect: async-wrong-thread
  }
  bufferevent* screen_;
  int ticks_ = 0;
  std::jthread side_;
};
}  // namespace side_thread_bad
// good: ticks_of_a_side_thread
namespace side_thread_good {
class Meter {
 public:
  explicit Meter(event_base* base) : screen_(bufferevent_socket_new(base, 1, BEV_OPT_CLOSE_ON_FREE)) {}
  void start(event_base* base) {
    timer_ = event_new(base, -1, EV_PERSIST, [](evutil_socket_t, short, void* meter) { static_cast<Meter*>(meter)->report(); }, this);
    const timeval second{1, 0};
    event_add(timer_, &second);
    side_ = std::jthread([this](std::stop_token stop) {
      while (!stop.stop_requested()) ++ticks_;
    });
  }
  ~Meter() { event_free(timer_); }

 private:
  void report() {
    const std::string line = std::to_string(ticks_) + "\n";
    bufferevent_write(screen_, line.data(), line.size());
  }
  event* timer_ = nullptr;
  bufferevent* screen_;
  std::atomic<int> ticks_ = 0;
  std::jthread side_;
};
}  // namespace side_thread_good

// bad: functor_of_a_thread
namespace functor_thread_bad {
struct Scan {
  uv_idle_t* idle;
  int found = 0;
  void operator()() {
    while (found < 10) ++found;
    uv_idle_stop(idle);  // expect: async-wrong-thread
  }
};
std::thread scan(uv_idle_t* idle) { return std::thread(Scan{idle}); }
}  // namespace functor_thread_bad
// good: functor_of_a_thread
namespace functor_thread_good {
struct Scan {
  uv_async_t* found_all;
  int found = 0;
  void operator()() {
    while (found < 10) ++found;
    uv_async_send(found_all);
  }
};
struct Rest {
  uv_idle_t* idle;
  void operator()() { uv_idle_stop(idle); }
};
std::thread scan(uv_async_t* found_all) { return std::thread(Scan{found_all}); }
void rest(uv_idle_t* idle) { Rest{idle}(); }
}  // namespace functor_thread_good
