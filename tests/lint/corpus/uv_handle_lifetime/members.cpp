// Handles that are members of what is destroyed.
#include <uv.h>

#include <memory>

// bad: poll_member
class Watcher {
 public:
  Watcher(uv_loop_t* loop, int descriptor) { uv_poll_init(loop, &poll_, descriptor); }
  ~Watcher() { stop(); }  // expect: async-uv-handle-lifetime
  void stop() {
    uv_poll_stop(&poll_);
    uv_close(reinterpret_cast<uv_handle_t*>(&poll_), nullptr);
  }

 private:
  uv_poll_t poll_;
};
// good: poll_member
class GoodWatcher {
 public:
  GoodWatcher(uv_loop_t* loop, int descriptor) : poll_(new uv_poll_t) { uv_poll_init(loop, poll_, descriptor); }
  ~GoodWatcher() {
    uv_poll_stop(poll_);
    uv_close(reinterpret_cast<uv_handle_t*>(poll_), [](uv_handle_t* handle) { delete reinterpret_cast<uv_poll_t*>(handle); });
  }

 private:
  uv_poll_t* poll_;
};

// bad: deleted_with_its_handle
struct Pulse {
  uv_timer_t timer;
  int beats = 0;
};
void end_pulse(Pulse* pulse) {
  uv_close(reinterpret_cast<uv_handle_t*>(&pulse->timer), nullptr);
  delete pulse;  // expect: async-uv-handle-lifetime
}
// good: deleted_with_its_handle
void end_pulse_well(Pulse* pulse) {
  pulse->timer.data = pulse;
  uv_close(reinterpret_cast<uv_handle_t*>(&pulse->timer), [](uv_handle_t* handle) { delete static_cast<Pulse*>(handle->data); });
}

// bad: destructor_closes_and_the_loop_goes_on
class Server {
 public:
  ~Server() { uv_close(reinterpret_cast<uv_handle_t*>(&listener_), on_closed); }  // expect: async-uv-handle-lifetime

 private:
  static void on_closed(uv_handle_t*) {}
  uv_tcp_t listener_;
};
// good: destructor_closes_and_the_loop_goes_on
class RunningServer {
 public:
  ~RunningServer() {
    uv_close(reinterpret_cast<uv_handle_t*>(&listener_), on_closed);
    uv_run(&loop_, UV_RUN_DEFAULT);
    uv_loop_close(&loop_);
  }

 private:
  static void on_closed(uv_handle_t*) {}
  uv_loop_t loop_;
  uv_tcp_t listener_;
};
