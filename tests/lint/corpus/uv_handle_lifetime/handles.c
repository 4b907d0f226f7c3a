/* libuv handles must stay where they are until their close callback has run. */
#include <stdlib.h>
#include <uv.h>

static void on_tick(uv_timer_t *timer) { (void)timer; }
static void on_closed_free(uv_handle_t *handle) { free(handle); }

/* bad: handle_on_stack */
void start_stack_bad(uv_loop_t *loop) {
  uv_timer_t timer;
  uv_timer_init(loop, &timer); /* expect: async-uv-handle-lifetime */
  uv_timer_start(&timer, on_tick, 10, 0);
}
/* good: handle_on_stack */
int start_stack_good(void) {
  uv_loop_t *loop = uv_default_loop();
  uv_timer_t timer;
  uv_timer_init(loop, &timer);
  uv_timer_start(&timer, on_tick, 10, 0);
  return uv_run(loop, UV_RUN_DEFAULT);
}

/* bad: freed_before_close_callback */
void stop_free_bad(uv_timer_t *timer) {
  uv_close((uv_handle_t *)timer, NULL);
  free(timer); /* expect: async-uv-handle-lifetime */
}
/* good: freed_before_close_callback */
void stop_free_good(uv_timer_t *timer) { uv_close((uv_handle_t *)timer, on_closed_free); }

/* bad: freed_without_close */
void open_bad(uv_loop_t *loop) {
  uv_tcp_t *tcp = malloc(sizeof *tcp);
  if (tcp == NULL) return;
  uv_tcp_init(loop, tcp);
  if (uv_tcp_nodelay(tcp, 1) != 0) {
    free(tcp); /* expect: async-uv-handle-lifetime */
    return;
  }
  uv_close((uv_handle_t *)tcp, on_closed_free);
}
/* good: freed_without_close */
void open_good(uv_loop_t *loop) {
  uv_tcp_t *tcp = malloc(sizeof *tcp);
  if (tcp == NULL) return;
  if (uv_tcp_init(loop, tcp) != 0) {
    free(tcp);
    return;
  }
  uv_close((uv_handle_t *)tcp, on_closed_free);
}

/* bad: closed_twice */
void stop_twice_bad(uv_timer_t *timer) {
  uv_close((uv_handle_t *)timer, on_closed_free);
  uv_close((uv_handle_t *)timer, on_closed_free); /* expect: async-uv-handle-lifetime */
}
/* good: closed_twice */
void stop_twice_good(uv_timer_t *timer) {
  if (!uv_is_closing((uv_handle_t *)timer)) uv_close((uv_handle_t *)timer, on_closed_free);
}
