// sleep and cancel with libuv's callbacks: a uv_timer_t each, closed when it has fired or is not wanted any more.
#include "bench/native/waits.h"

#include <vector>

#include "bench/native/libuv/cells.h"
#include "bench/native/libuv/loop.h"

namespace unblock::bench::native {
namespace {

class Waits {
 public:
  static constexpr std::chrono::milliseconds kTick{1};  // uv_now() in whole milliseconds, rounded down

  explicit Waits(std::size_t count) : timers_(count) {}

  void start(std::chrono::milliseconds duration) {
    uv_update_time(loop_.get());
    for (uv_timer_t& timer : timers_) {
      uv_timer_init(loop_.get(), &timer);
      timer.data = this;
      uv_timer_start(&timer, &close, static_cast<std::uint64_t>(duration.count()), 0);
    }
  }
  void cancel() {
    for (uv_timer_t& timer : timers_) close(&timer);
  }
  void run() { loop_.run(); }
  std::size_t ended() const { return ended_; }

 private:
  static void close(uv_timer_t* timer) {
    uv_close(reinterpret_cast<uv_handle_t*>(timer), [](uv_handle_t* handle) { ++static_cast<Waits*>(handle->data)->ended_; });
  }

  std::vector<uv_timer_t> timers_;
  std::size_t ended_ = 0;
  UvLoop loop_;
};

}  // namespace

void libuv_sleep(Context& context) { sleep_pass<Waits>(context); }
void libuv_cancel(Context& context) { cancel_pass<Waits>(context); }

}  // namespace unblock::bench::native
