/* Requests that a loop's body or a change of mind takes away from libuv. */
#include <stdlib.h>
#include <uv.h>

static void on_removed(uv_fs_t *request) { uv_fs_req_cleanup(request); }

// bad: request_of_one_round
int sweep(uv_loop_t *loop, char **paths, int count) {
  for (int i = 0; i < count; ++i) {
    uv_fs_t broom;
    uv_fs_rmdir(loop, &broom, paths[i], on_removed); /* expect: async-uv-request-lifetime */
  }
  return uv_run(loop, UV_RUN_DEFAULT);
}
// good: request_of_one_round
int sweep_in_turn(uv_loop_t *loop, char **paths, int count) {
  for (int i = 0; i < count; ++i) {
    uv_fs_t broom;
    uv_fs_rmdir(loop, &broom, paths[i], on_removed);
    uv_run(loop, UV_RUN_DEFAULT);
  }
  return count;
}

// bad: cancelled_and_freed
static void sum_up(uv_work_t *work) { ++*(int *)work->data; }
static void after_sum(uv_work_t *work, int status) {
  if (status != UV_ECANCELED) free(work);
}
void sum_unless(uv_loop_t *loop, int *total, int unwanted) {
  uv_work_t *work = malloc(sizeof *work);
  work->data = total;
  uv_queue_work(loop, work, sum_up, after_sum);
  if (unwanted && uv_cancel((uv_req_t *)work) == 0) free(work); /* expect: async-uv-request-lifetime */
}
// good: cancelled_and_freed
static void after_any_sum(uv_work_t *work, int status) {
  (void)status;
  free(work);
}
void sum_unless_well(uv_loop_t *loop, int *total, int unwanted) {
  uv_work_t *work = malloc(sizeof *work);
  work->data = total;
  uv_queue_work(loop, work, sum_up, after_any_sum);
  if (unwanted) uv_cancel((uv_req_t *)work);
}
