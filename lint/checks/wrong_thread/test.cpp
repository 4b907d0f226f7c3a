// Cases of async-wrong-thread: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <uv.h>

#include <thread>

static void on_timer(uv_timer_t*) {}
static void rearm(uv_timer_t* timer) {
  // expect: 'uv_timer_start' belongs to the loop's thread, but runs on another thread
  uv_timer_start(timer, on_timer, 10, 0);
}

void bad(uv_timer_t* timer) {
  std::thread([timer] { rearm(timer); }).detach();
}

static void work(uv_work_t* request) {
  // expect: 'uv_close' belongs to the loop's thread, but runs in a pool
  uv_close(static_cast<uv_handle_t*>(request->data), nullptr);
}
static void after(uv_work_t* request, int) { uv_close(static_cast<uv_handle_t*>(request->data), nullptr); }
void bad_pool(uv_loop_t* loop, uv_work_t* request) { uv_queue_work(loop, request, work, after); }

void good(uv_async_t* wake) {
  std::thread([wake] { uv_async_send(wake); }).detach();
  std::thread([] {
    uv_loop_t loop;
    uv_loop_init(&loop);
    uv_timer_t timer;
    uv_timer_init(&loop, &timer);
    uv_run(&loop, UV_RUN_DEFAULT);
  }).detach();
}

void silenced(uv_timer_t* timer) {
  std::thread([timer] { uv_timer_stop(timer); }).detach();  // NOLINT(async-wrong-thread)
}

#define STOP(timer) uv_timer_stop(timer)
template <class Timer>
void macro_in_template(Timer* timer) {
  std::thread([timer] {
    // expect: 'uv_timer_stop' belongs to the loop's thread
    STOP(timer);
  }).detach();
}
void instantiated(uv_timer_t* timer) { macro_in_template(timer); }
