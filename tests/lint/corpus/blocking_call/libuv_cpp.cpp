// libuv from C++: captureless lambdas and static member functions as callbacks.
#include <chrono>
#include <thread>
#include <unistd.h>
#include <uv.h>

// bad: lambda_callback
namespace lambda_callback_bad {
void start(uv_timer_t* timer) {
  uv_timer_start(timer, [](uv_timer_t*) { sleep(1); }, 5, 0);  // expect: async-blocking-call
}
}  // namespace lambda_callback_bad
// good: lambda_callback
namespace lambda_callback_good {
void start(uv_loop_t* loop, uv_work_t* work) {
  uv_queue_work(loop, work, [](uv_work_t*) { sleep(1); }, [](uv_work_t* done, int) { delete done; });
}
}  // namespace lambda_callback_good

// bad: static_member
namespace static_member_bad {
class Pump {
 public:
  void start(uv_timer_t* timer) {
    timer->data = this;
    uv_timer_start(timer, &Pump::on_timer, 5, 5);
  }

 private:
  static void on_timer(uv_timer_t* timer) {
    static_cast<Pump*>(timer->data)->step();  // expect: async-blocking-call
  }
  void step() { std::this_thread::sleep_for(std::chrono::milliseconds(5)); }
};
void use(Pump& pump, uv_timer_t* timer) { pump.start(timer); }
}  // namespace static_member_bad
// good: static_member
namespace static_member_good {
class Pump {
 public:
  void start(uv_timer_t* timer) {
    timer->data = this;
    uv_timer_start(timer, &Pump::on_timer, 5, 5);
  }

 private:
  static void on_timer(uv_timer_t* timer) { static_cast<Pump*>(timer->data)->step(); }
  void step() { ++steps_; }
  int steps_ = 0;
};
void use(Pump& pump, uv_timer_t* timer) { pump.start(timer); }
}  // namespace static_member_good
