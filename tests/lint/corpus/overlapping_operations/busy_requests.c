/* Requests that a loop, a helper or a retry gives away before they come back. */
#include <stdlib.h>
#include <uv.h>

// bad: one_request_for_all_peers
struct crier {
  uv_udp_t udp;
  uv_udp_send_t request;
  uv_buf_t news;
};
static void on_cried(uv_udp_send_t *request, int status) {
  (void)request;
  (void)status;
}
void cry(struct crier *crier, const struct sockaddr_in *peers, int count) {
  for (int i = 0; i < count; ++i) {
    uv_udp_send(&crier->request, &crier->udp, &crier->news, 1, (const struct sockaddr *)&peers[i], on_cried); /* expect: async-overlapping-operations */
  }
}
// good: one_request_for_all_peers
static void on_each_cried(uv_udp_send_t *request, int status) {
  (void)status;
  free(request);
}
void cry_to_each(struct crier *crier, const struct sockaddr_in *peers, int count) {
  for (int i = 0; i < count; ++i) {
    uv_udp_send_t *request = malloc(sizeof *request);
    if (uv_udp_send(request, &crier->udp, &crier->news, 1, (const struct sockaddr *)&peers[i], on_each_cried) != 0) free(request);
  }
}

// bad: same_work_queued_again
static void grind(uv_work_t *work) { ++*(int *)work->data; }
static void after_grind(uv_work_t *work, int status) {
  (void)work;
  (void)status;
}
static void queue_grind(uv_loop_t *loop, uv_work_t *mill) { uv_queue_work(loop, mill, grind, after_grind); }
void grind_twice(uv_loop_t *loop, uv_work_t *mill) {
  queue_grind(loop, mill);
  queue_grind(loop, mill); /* expect: async-overlapping-operations */
}
// good: same_work_queued_again
static void after_first_grind(uv_work_t *work, int status) {
  if (status == 0) uv_queue_work(work->loop, work, grind, after_grind);
}
void grind_twice_in_turn(uv_loop_t *loop, uv_work_t *mill) { uv_queue_work(loop, mill, grind, after_first_grind); }
