/* Handles stopped but not closed, closed twice through a helper, and initialised again too early. */
#include <stdlib.h>
#include <uv.h>

struct session {
  uv_tcp_t tcp;
  uv_timer_t idle;
};

// bad: stopped_and_freed
void drop(struct session *session) {
  uv_read_stop((uv_stream_t *)&session->tcp);
  free(session); /* expect: async-uv-handle-lifetime */
}
// good: stopped_and_freed
static void on_session_closed(uv_handle_t *handle) { free(handle->data); }
void drop_well(struct session *session) {
  session->tcp.data = session;
  uv_read_stop((uv_stream_t *)&session->tcp);
  uv_close((uv_handle_t *)&session->tcp, on_session_closed);
}

// bad: helper_closes_too
static void shut(struct session *session) { uv_close((uv_handle_t *)&session->idle, NULL); }
void expire(struct session *session) {
  shut(session);
  uv_close((uv_handle_t *)&session->idle, NULL); /* expect: async-uv-handle-lifetime */
}
// good: helper_closes_too
static void shut_once(struct session *session) {
  if (!uv_is_closing((uv_handle_t *)&session->idle)) uv_close((uv_handle_t *)&session->idle, NULL);
}
void expire_once(struct session *session) {
  shut_once(session);
  shut_once(session);
}

// bad: reopened_at_once
void reconnect(uv_loop_t *loop, struct session *session) {
  uv_close((uv_handle_t *)&session->tcp, NULL);
  uv_tcp_init(loop, &session->tcp); /* expect: async-uv-handle-lifetime */
}
// good: reopened_at_once
static void on_ready_again(uv_handle_t *handle) {
  struct session *session = handle->data;
  uv_tcp_init(handle->loop, &session->tcp);
}
void reconnect_later(struct session *session) {
  session->tcp.data = session;
  uv_close((uv_handle_t *)&session->tcp, on_ready_again);
}

// bad: freed_in_its_own_callback
static void on_last_tick(uv_timer_t *timer) { free(timer); /* expect: async-uv-handle-lifetime */ }
void tick_once(uv_timer_t *timer) { uv_timer_start(timer, on_last_tick, 5, 0); }
// good: freed_in_its_own_callback
static void on_timer_closed(uv_handle_t *handle) { free(handle); }
static void on_only_tick(uv_timer_t *timer) { uv_close((uv_handle_t *)timer, on_timer_closed); }
void tick_once_well(uv_timer_t *timer) { uv_timer_start(timer, on_only_tick, 5, 0); }

// bad: closed_and_leaked
void refuse(uv_loop_t *loop, uv_stream_t *server) {
  uv_tcp_t *guest = malloc(sizeof *guest);
  uv_tcp_init(loop, guest);
  if (uv_accept(server, (uv_stream_t *)guest) == 0) {
    uv_close((uv_handle_t *)guest, NULL); /* expect: async-uv-handle-lifetime */
  }
}
// good: closed_and_leaked
static void on_guest_closed(uv_handle_t *guest) { free(guest); }
static uv_tcp_t *waiting_room[4];
void refuse_well(uv_loop_t *loop, uv_stream_t *server) {
  uv_tcp_t *guest = malloc(sizeof *guest);
  uv_tcp_init(loop, guest);
  if (uv_accept(server, (uv_stream_t *)guest) == 0) uv_close((uv_handle_t *)guest, on_guest_closed);
}
void refuse_later(uv_loop_t *loop, unsigned place) {
  uv_tcp_t *guest = malloc(sizeof *guest);
  uv_tcp_init(loop, guest);
  waiting_room[place] = guest;
  uv_close((uv_handle_t *)guest, NULL);
}

// bad: dies_with_its_block
int probe(uv_loop_t *loop) {
  {
    uv_tcp_t probe;
    uv_tcp_init(loop, &probe); /* expect: async-uv-handle-lifetime */
    uv_close((uv_handle_t *)&probe, NULL);
  }
  return uv_run(loop, UV_RUN_DEFAULT);
}
// good: dies_with_its_block
int probe_well(uv_loop_t *loop) {
  uv_tcp_t probe;
  {
    uv_tcp_init(loop, &probe);
    uv_close((uv_handle_t *)&probe, NULL);
  }
  return uv_run(loop, UV_RUN_DEFAULT);
}

// bad: data_on_the_stack
static void on_beat(uv_timer_t *timer) { ++*(int *)timer->data; }
void beat(uv_loop_t *loop, uv_timer_t *timer) {
  int beats = 0;
  uv_timer_init(loop, timer);
  timer->data = &beats; /* expect: async-uv-handle-lifetime */
  uv_timer_start(timer, on_beat, 10, 10);
}
// good: data_on_the_stack
static void on_good_beat(uv_timer_t *timer) { ++*(int *)timer->data; }
void beat_well(uv_loop_t *loop, uv_timer_t *timer) {
  static int all_beats = 0;
  int own_beats = 0;
  uv_timer_init(loop, timer);
  timer->data = &own_beats;
  uv_timer_start(timer, on_good_beat, 10, 10);
  uv_run(loop, UV_RUN_ONCE);
  timer->data = &all_beats;
}
