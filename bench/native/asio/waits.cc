// sleep and cancel with Asio's callbacks: a steady_timer and a handler each.
#include "bench/native/waits.h"

#include <boost/asio/steady_timer.hpp>
#include <deque>

#include "bench/native/asio/cells.h"

namespace unblock::bench::native {
namespace {

class Waits {
 public:
  static constexpr std::chrono::nanoseconds kTick{0};

  explicit Waits(std::size_t count) : count_(count) {}

  void start(std::chrono::nanoseconds duration) {
    for (std::size_t i = 0; i < count_; ++i) {
      timers_.emplace_back(io_, duration).async_wait([this](boost::system::error_code) { ++ended_; });
    }
  }
  void cancel() {
    for (boost::asio::steady_timer& timer : timers_) timer.cancel();
  }
  void run() { io_.run(); }
  std::size_t ended() const { return ended_; }

 private:
  std::size_t count_;
  std::size_t ended_ = 0;
  boost::asio::io_context io_{1};
  std::deque<boost::asio::steady_timer> timers_;
};

}  // namespace

void asio_sleep(Context& context) {
  note_asio(context);
  sleep_pass<Waits>(context);
}
void asio_cancel(Context& context) {
  note_asio(context);
  cancel_pass<Waits>(context);
}

}  // namespace unblock::bench::native
