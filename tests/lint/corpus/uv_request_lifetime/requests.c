/* Requests of libuv belong to the loop until their callback has run. */
#include <stdlib.h>
#include <uv.h>

static void on_write(uv_write_t *request, int status) {
  (void)status;
  free(request);
}
static void on_connect(uv_connect_t *request, int status) {
  (void)request;
  (void)status;
}
static void on_work(uv_work_t *work) { (void)work; }
static void after_work(uv_work_t *work, int status) {
  (void)work;
  (void)status;
}
static char greeting[] = "hello";

/* bad: write_on_stack */
void write_bad(uv_stream_t *stream) {
  uv_write_t request;
  uv_buf_t buffer = uv_buf_init(greeting, 5);
  uv_write(&request, stream, &buffer, 1, on_write); /* expect: async-uv-request-lifetime */
}
/* good: write_on_stack */
void write_good(uv_stream_t *stream) {
  uv_write_t *request = malloc(sizeof *request);
  uv_buf_t buffer = uv_buf_init(greeting, 5);
  if (request != NULL && uv_write(request, stream, &buffer, 1, on_write) != 0) free(request);
}

/* bad: freed_after_start */
void write_free_bad(uv_stream_t *stream) {
  uv_write_t *request = malloc(sizeof *request);
  uv_buf_t buffer = uv_buf_init(greeting, 5);
  uv_write(request, stream, &buffer, 1, on_write);
  free(request); /* expect: async-uv-request-lifetime */
}
/* good: freed_after_start */
void write_free_good(uv_stream_t *stream) {
  uv_write_t *request = malloc(sizeof *request);
  uv_buf_t buffer = uv_buf_init(greeting, 5);
  int error = uv_write(request, stream, &buffer, 1, on_write);
  if (error) free(request);
}

/* bad: connect_on_stack */
void connect_bad(uv_tcp_t *tcp, const struct sockaddr *peer) {
  uv_connect_t request;
  uv_tcp_connect(&request, tcp, peer, on_connect); /* expect: async-uv-request-lifetime */
}
/* good: connect_on_stack */
int connect_good(uv_loop_t *loop, uv_tcp_t *tcp, const struct sockaddr *peer) {
  uv_connect_t request;
  uv_tcp_connect(&request, tcp, peer, on_connect);
  return uv_run(loop, UV_RUN_DEFAULT);
}

/* bad: work_on_stack */
void queue_bad(uv_loop_t *loop) {
  uv_work_t work;
  uv_queue_work(loop, &work, on_work, after_work); /* expect: async-uv-request-lifetime */
}
/* good: work_on_stack */
struct job {
  uv_work_t work;
  int id;
};
static void after_job(uv_work_t *work, int status) {
  (void)status;
  free(work->data);
}
void queue_good(uv_loop_t *loop) {
  struct job *job = malloc(sizeof *job);
  if (job == NULL) return;
  job->work.data = job;
  uv_queue_work(loop, &job->work, on_work, after_job);
}

/* bad: fs_request_on_stack */
static void on_stat(uv_fs_t *request) { uv_fs_req_cleanup(request); }
void stat_bad(uv_loop_t *loop) {
  uv_fs_t request;
  uv_fs_stat(loop, &request, "file", on_stat); /* expect: async-uv-request-lifetime */
}
/* good: fs_request_on_stack */
int stat_good(uv_loop_t *loop) {
  uv_fs_t request;
  int error = uv_fs_stat(loop, &request, "file", NULL);
  uv_fs_req_cleanup(&request);
  return error;
}

/* bad: request_of_a_block */
int greet_bad(uv_loop_t *loop, uv_stream_t *stream, int loudly) {
  uv_buf_t buffer = uv_buf_init(greeting, 5);
  if (loudly) {
    uv_write_t request;
    uv_write(&request, stream, &buffer, 1, NULL); /* expect: async-uv-request-lifetime */
  }
  return uv_run(loop, UV_RUN_DEFAULT);
}
/* good: request_of_a_block */
int greet_good(uv_loop_t *loop, uv_stream_t *stream, int loudly) {
  uv_buf_t buffer = uv_buf_init(greeting, 5);
  uv_write_t request;
  if (loudly) {
    uv_write(&request, stream, &buffer, 1, NULL);
  }
  return uv_run(loop, UV_RUN_DEFAULT);
}
