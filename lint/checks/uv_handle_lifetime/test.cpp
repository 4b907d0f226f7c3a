// Cases of async-uv-handle-lifetime: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <stdlib.h>
#include <uv.h>

static void on_closed(uv_handle_t* handle) { free(handle); }

void bad(uv_loop_t* loop, uv_timer_t* timer) {
  uv_timer_t local;
  // expect: the handle 'local' dies with this function
  uv_timer_init(loop, &local);
  uv_close(reinterpret_cast<uv_handle_t*>(timer), nullptr);
  // expect: the handle 'timer' is freed before its close callback ran
  free(timer);
}
void bad_twice(uv_timer_t* timer) {
  uv_close(reinterpret_cast<uv_handle_t*>(timer), on_closed);
  // expect: the handle 'timer' is closed twice
  uv_close(reinterpret_cast<uv_handle_t*>(timer), on_closed);
}

int good(uv_loop_t* loop, uv_timer_t* timer) {
  uv_timer_t local;
  uv_timer_init(loop, &local);
  uv_close(reinterpret_cast<uv_handle_t*>(timer), on_closed);
  return uv_run(loop, UV_RUN_DEFAULT);
}

void silenced(uv_loop_t* loop) {
  uv_timer_t local;
  uv_timer_init(loop, &local);  // NOLINT(async-uv-handle-lifetime)
}

#define INIT(timer) uv_timer_init(loop, timer)
template <class Handle>
void macro_in_template(uv_loop_t* loop) {
  Handle local;
  // expect: the handle 'local' dies with this function
  INIT(&local);
}
void instantiated(uv_loop_t* loop) { macro_in_template<uv_timer_t>(loop); }
