/* A null callback makes uv_fs_*, uv_getaddrinfo and uv_random synchronous: fine at start-up, wrong in a callback. */
#include <fcntl.h>
#include <stdlib.h>
#include <uv.h>

static void on_open(uv_fs_t *request) {
  uv_fs_req_cleanup(request);
  free(request);
}

/* bad: open_in_callback */
static void on_timer_open_bad(uv_timer_t *timer) {
  uv_fs_t request;
  uv_fs_open(timer->loop, &request, "file", O_RDONLY, 0, NULL); /* expect: async-uv-sync-fs */
  uv_fs_req_cleanup(&request);
}
void start_open_bad(uv_timer_t *timer) { uv_timer_start(timer, on_timer_open_bad, 1, 0); }
/* good: open_in_callback */
static void on_timer_open_good(uv_timer_t *timer) {
  uv_fs_t *request = malloc(sizeof *request);
  if (request != NULL) uv_fs_open(timer->loop, request, "file", O_RDONLY, 0, on_open);
}
void start_open_good(uv_timer_t *timer) { uv_timer_start(timer, on_timer_open_good, 1, 0); }

/* bad: wrapper */
static int read_all_bad(uv_loop_t *loop, uv_file file, uv_buf_t *into) {
  uv_fs_t request;
  int count = uv_fs_read(loop, &request, file, into, 1, 0, NULL);
  uv_fs_req_cleanup(&request);
  return count;
}
static void on_signal_bad(uv_signal_t *handle, int number) {
  uv_buf_t *into = handle->data;
  read_all_bad(handle->loop, number, into); /* expect: async-uv-sync-fs */
}
void start_signal_bad(uv_signal_t *handle) { uv_signal_start(handle, on_signal_bad, 1); }
/* good: wrapper */
static int read_all_good(uv_loop_t *loop, uv_file file, uv_buf_t *into) {
  uv_fs_t request;
  int count = uv_fs_read(loop, &request, file, into, 1, 0, NULL);
  uv_fs_req_cleanup(&request);
  return count;
}
int load_before_run(uv_loop_t *loop, uv_buf_t *into) {
  read_all_good(loop, 0, into);
  return uv_run(loop, UV_RUN_DEFAULT);
}

/* bad: resolver */
static void on_prepare_bad(uv_prepare_t *prepare) {
  uv_getaddrinfo_t request;
  uv_getaddrinfo(prepare->loop, &request, NULL, "localhost", NULL, NULL); /* expect: async-uv-sync-fs */
}
void start_prepare_bad(uv_prepare_t *prepare) { uv_prepare_start(prepare, on_prepare_bad); }
/* good: resolver */
static void on_address(uv_getaddrinfo_t *request, int status, struct addrinfo *found) {
  (void)status;
  uv_freeaddrinfo(found);
  free(request);
}
static void on_prepare_good(uv_prepare_t *prepare) {
  uv_getaddrinfo_t *request = malloc(sizeof *request);
  if (request != NULL) uv_getaddrinfo(prepare->loop, request, on_address, "localhost", NULL, NULL);
}
void start_prepare_good(uv_prepare_t *prepare) { uv_prepare_start(prepare, on_prepare_good); }

/* bad: in_work_callback */
static void after_bad(uv_work_t *work, int status) {
  uv_fs_t request;
  (void)status;
  uv_fs_unlink(work->loop, &request, "file", NULL); /* expect: async-uv-sync-fs */
  uv_fs_req_cleanup(&request);
}
static void nothing(uv_work_t *work) { (void)work; }
void queue_bad(uv_loop_t *loop, uv_work_t *work) { uv_queue_work(loop, work, nothing, after_bad); }
/* good: in_work_callback */
static void remove_file(uv_work_t *work) {
  uv_fs_t request;
  uv_fs_unlink(work->loop, &request, "file", NULL);
  uv_fs_req_cleanup(&request);
}
static void after_good(uv_work_t *work, int status) {
  (void)status;
  free(work);
}
void queue_good(uv_loop_t *loop, uv_work_t *work) { uv_queue_work(loop, work, remove_file, after_good); }
