/* Calls that belong to the loop's thread, from others. */
#include <pthread.h>
#include <stdlib.h>
#include <uv.h>

// bad: pool_writes
struct answer {
  uv_work_t work;
  uv_write_t write;
  uv_stream_t *client;
  uv_buf_t text;
};
static void on_answer_written(uv_write_t *request, int status) {
  (void)status;
  free(request->data);
}
static void compute_answer(uv_work_t *work) {
  struct answer *answer = work->data;
  uv_write(&answer->write, answer->client, &answer->text, 1, on_answer_written); /* expect: async-wrong-thread */
}
static void after_answer(uv_work_t *work, int status) {
  (void)work;
  (void)status;
}
void answer_client(uv_loop_t *loop, struct answer *answer) { uv_queue_work(loop, &answer->work, compute_answer, after_answer); }
// good: pool_writes
static void compute_only(uv_work_t *work) {
  struct answer *answer = work->data;
  answer->text.len = 3;
}
static void write_after(uv_work_t *work, int status) {
  struct answer *answer = work->data;
  if (status == 0) uv_write(&answer->write, answer->client, &answer->text, 1, on_answer_written);
}
void answer_client_well(uv_loop_t *loop, struct answer *answer) { uv_queue_work(loop, &answer->work, compute_only, write_after); }

// bad: thread_stops_the_loop
static void give_up(void *argument) { uv_stop(argument); /* expect: async-wrong-thread */ }
static void *wait_and_give_up(void *argument) {
  give_up(argument);
  return NULL;
}
int stop_from_elsewhere(uv_loop_t *loop) {
  pthread_t thread;
  return pthread_create(&thread, NULL, wait_and_give_up, loop);
}
// good: thread_stops_the_loop
static void on_wake(uv_async_t *wake) { uv_stop(wake->loop); }
static void *wake_loop(void *argument) {
  uv_async_send(argument);
  return NULL;
}
int stop_by_wake(uv_loop_t *loop, uv_async_t *wake) {
  pthread_t thread;
  uv_async_init(loop, wake, on_wake);
  return pthread_create(&thread, NULL, wake_loop, wake);
}

// bad: two_steps_down
static void bump(uv_timer_t *timer) { uv_timer_again(timer); /* expect: async-wrong-thread */ }
static void bump_if_needed(uv_timer_t *timer) {
  if (timer->data) bump(timer);
}
static void watch(void *timer) { bump_if_needed(timer); }
int watch_timer(uv_thread_t *thread, uv_timer_t *timer) { return uv_thread_create(thread, watch, timer); }
// good: two_steps_down
static void own_loop(void *argument) {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, argument, 5, 0);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
}
int start_own_loop(uv_thread_t *thread, uv_timer_cb ring) { return uv_thread_create(thread, own_loop, (void *)ring); }
