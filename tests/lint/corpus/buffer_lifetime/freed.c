/* Memory that is freed while libuv writes it. */
#include <stdlib.h>
#include <string.h>
#include <uv.h>

// bad: freed_after_the_call
static void on_sent(uv_write_t *request, int status) {
  (void)status;
  free(request);
}
void send_copy(uv_stream_t *stream, const char *text) {
  char *copy = strdup(text);
  uv_write_t *request = malloc(sizeof *request);
  uv_buf_t buffer = uv_buf_init(copy, strlen(copy));
  uv_write(request, stream, &buffer, 1, on_sent);
  free(copy); /* expect: async-buffer-lifetime */
}
// good: freed_after_the_call
static void on_copy_sent(uv_write_t *request, int status) {
  (void)status;
  free(request->data);
  free(request);
}
void send_kept_copy(uv_stream_t *stream, const char *text) {
  char *copy = strdup(text);
  uv_write_t *request = malloc(sizeof *request);
  uv_buf_t buffer = uv_buf_init(copy, strlen(copy));
  request->data = copy;
  if (uv_write(request, stream, &buffer, 1, on_copy_sent) != 0) {
    free(copy);
    free(request);
  }
}

// bad: echoed_and_freed
void echo(uv_stream_t *stream, ssize_t count, const uv_buf_t *received) {
  uv_write_t *request = malloc(sizeof *request);
  uv_buf_t answer = uv_buf_init(received->base, (unsigned)count);
  uv_write(request, stream, &answer, 1, on_sent);
  free(received->base); /* expect: async-buffer-lifetime */
}
// good: echoed_and_freed
void echo_and_keep(uv_stream_t *stream, ssize_t count, const uv_buf_t *received) {
  uv_write_t *request = malloc(sizeof *request);
  uv_buf_t answer = uv_buf_init(received->base, (unsigned)count);
  request->data = received->base;
  uv_write(request, stream, &answer, 1, on_copy_sent);
}
