/* libuv callbacks in plain C: timers, reads, connections, and the one callback that may block, uv_queue_work's. */
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

/* bad: timer_callback */
static void on_tick_bad(uv_timer_t *timer) {
  sleep(1); /* expect: async-blocking-call */
  uv_timer_stop(timer);
}
void start_timer_bad(uv_timer_t *timer) { uv_timer_start(timer, on_tick_bad, 10, 10); }
/* good: timer_callback */
static void on_tick_good(uv_timer_t *timer) { uv_timer_stop(timer); }
void start_timer_good(uv_timer_t *timer) {
  sleep(1);
  uv_timer_start(timer, on_tick_good, 10, 10);
}

/* bad: read_callback_chain */
static int resolve(const char *name) {
  struct addrinfo *found;
  return getaddrinfo(name, NULL, NULL, &found);
}
static int handle_line(const char *line) { return resolve(line); }
static void on_read_bad(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf) {
  (void)stream;
  if (count > 0) handle_line(buf->base); /* expect: async-blocking-call */
}
void start_read_bad(uv_stream_t *stream, uv_alloc_cb alloc) { uv_read_start(stream, alloc, on_read_bad); }
/* good: read_callback_chain */
static void on_resolved(uv_getaddrinfo_t *request, int status, struct addrinfo *found) {
  (void)status;
  uv_freeaddrinfo(found);
  free(request);
}
static void on_read_good(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf) {
  uv_getaddrinfo_t *request = malloc(sizeof *request);
  if (count > 0 && request) uv_getaddrinfo(stream->loop, request, on_resolved, buf->base, NULL, NULL);
}
void start_read_good(uv_stream_t *stream, uv_alloc_cb alloc) { uv_read_start(stream, alloc, on_read_good); }

/* bad: work_callback */
static void after_work_bad(uv_work_t *work, int status) {
  (void)status;
  sleep(1); /* expect: async-blocking-call */
  free(work);
}
static void do_work_bad(uv_work_t *work) {
  (void)work;
  sleep(1);
}
void queue_bad(uv_loop_t *loop, uv_work_t *work) { uv_queue_work(loop, work, do_work_bad, after_work_bad); }
/* good: work_callback */
static void after_work_good(uv_work_t *work, int status) {
  (void)status;
  free(work);
}
static void do_work_good(uv_work_t *work) {
  (void)work;
  sleep(1);
}
void queue_good(uv_loop_t *loop, uv_work_t *work) { uv_queue_work(loop, work, do_work_good, after_work_good); }

/* bad: libuv_sleep */
static void on_idle_bad(uv_idle_t *idle) {
  uv_sleep(20); /* expect: async-blocking-call */
  uv_idle_stop(idle);
}
void start_idle_bad(uv_idle_t *idle) { uv_idle_start(idle, on_idle_bad); }
/* good: libuv_sleep */
static void on_idle_good(uv_idle_t *idle) { uv_idle_stop(idle); }
void start_idle_good(uv_idle_t *idle) { uv_idle_start(idle, on_idle_good); }

/* bad: thread_join */
static void on_async_bad(uv_async_t *async) {
  uv_thread_join((uv_thread_t *)async->data); /* expect: async-blocking-call */
}
void init_async_bad(uv_loop_t *loop, uv_async_t *async) { uv_async_init(loop, async, on_async_bad); }
/* good: thread_join */
static void worker(void *argument) {
  sleep(3);
  uv_async_send((uv_async_t *)argument);
}
static void on_async_good(uv_async_t *async) { uv_close((uv_handle_t *)async, NULL); }
int init_async_good(uv_loop_t *loop, uv_async_t *async, uv_thread_t *thread) {
  uv_async_init(loop, async, on_async_good);
  return uv_thread_create(thread, worker, async);
}

/* bad: callback_in_variable */
static void on_signal_bad(uv_signal_t *handle, int number) {
  (void)number;
  usleep(100000); /* expect: async-blocking-call */
  uv_signal_stop(handle);
}
void watch_signal_bad(uv_signal_t *handle) {
  uv_signal_cb callback = on_signal_bad;
  uv_signal_start(handle, callback, 2);
}
/* good: callback_in_variable */
static void on_signal_good(uv_signal_t *handle, int number) {
  (void)number;
  uv_signal_stop(handle);
}
void watch_signal_good(uv_signal_t *handle) {
  uv_signal_cb callback = on_signal_good;
  uv_signal_start(handle, callback, 2);
}

/* bad: a_name_of_the_system */
extern int flock(int fd, int operation);
static void on_lock_bad(uv_timer_t *timer) {
  flock(*(int *)timer->data, 2); /* expect: async-blocking-call */
}
void start_lock_bad(uv_timer_t *timer) { uv_timer_start(timer, on_lock_bad, 10, 10); }
/* good: a_name_of_the_system */
static int poll(const int *states, int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += states[i];
  return sum;
}
static void on_poll_good(uv_timer_t *timer) {
  if (poll(timer->data, 4) > 0) uv_timer_stop(timer);
}
void start_poll_good(uv_timer_t *timer) { uv_timer_start(timer, on_poll_good, 10, 10); }
