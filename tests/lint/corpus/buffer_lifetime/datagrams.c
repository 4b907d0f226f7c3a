/* Datagrams, files and parts of messages that libuv sends from the stack. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

struct report {
  uv_udp_send_t request;
  char text[64];
};

static void on_reported(uv_udp_send_t *request, int status) {
  (void)status;
  free(request);
}

// bad: printed_datagram
void report_load(uv_udp_t *udp, const struct sockaddr *peer, double load) {
  char text[64];
  struct report *report = malloc(sizeof *report);
  int length = snprintf(text, sizeof text, "load %.2f", load);
  uv_buf_t part = uv_buf_init(text, (unsigned)length);
  uv_udp_send(&report->request, udp, &part, 1, peer, on_reported); /* expect: async-buffer-lifetime */
}
// good: printed_datagram
void report_load_well(uv_udp_t *udp, const struct sockaddr *peer, double load) {
  struct report *report = malloc(sizeof *report);
  int length = snprintf(report->text, sizeof report->text, "load %.2f", load);
  uv_buf_t part = uv_buf_init(report->text, (unsigned)length);
  uv_udp_send(&report->request, udp, &part, 1, peer, on_reported);
}

// bad: second_part_on_the_stack
struct frame {
  uv_write_t request;
  char body[128];
};
static void on_framed(uv_write_t *request, int status) {
  (void)status;
  free(request);
}
void send_frame(uv_stream_t *stream, struct frame *frame) {
  unsigned sum = 0;
  for (size_t i = 0; i < sizeof frame->body; ++i) sum += (unsigned char)frame->body[i];
  uv_buf_t parts[2] = {uv_buf_init(frame->body, sizeof frame->body), uv_buf_init((char *)&sum, sizeof sum)};
  uv_write(&frame->request, stream, parts, 2, on_framed); /* expect: async-buffer-lifetime */
}
// good: second_part_on_the_stack
struct summed_frame {
  uv_write_t request;
  char body[128];
  unsigned sum;
};
void send_summed_frame(uv_stream_t *stream, struct summed_frame *frame) {
  frame->sum = 0;
  for (size_t i = 0; i < sizeof frame->body; ++i) frame->sum += (unsigned char)frame->body[i];
  uv_buf_t parts[2] = {uv_buf_init(frame->body, sizeof frame->body), uv_buf_init((char *)&frame->sum, sizeof frame->sum)};
  uv_write(&frame->request, stream, parts, 2, on_framed);
}

// bad: log_line_to_a_file
static void on_logged(uv_fs_t *request) {
  uv_fs_req_cleanup(request);
  free(request);
}
void log_line(uv_loop_t *loop, uv_file file, const char *who) {
  char line[80];
  uv_fs_t *request = malloc(sizeof *request);
  snprintf(line, sizeof line, "%s came in\n", who);
  uv_buf_t part = uv_buf_init(line, (unsigned)strlen(line));
  uv_fs_write(loop, request, file, &part, 1, -1, on_logged); /* expect: async-buffer-lifetime */
}
// good: log_line_to_a_file
static void on_kept_logged(uv_fs_t *request) {
  free(request->data);
  on_logged(request);
}
void log_kept_line(uv_loop_t *loop, uv_file file, const char *who) {
  char *line = malloc(80);
  uv_fs_t *request = malloc(sizeof *request);
  snprintf(line, 80, "%s came in\n", who);
  uv_buf_t part = uv_buf_init(line, (unsigned)strlen(line));
  request->data = line;
  uv_fs_write(loop, request, file, &part, 1, -1, on_kept_logged);
}
