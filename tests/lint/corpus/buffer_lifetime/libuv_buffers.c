/* uv_write keeps the pointers in its uv_buf_t array, not what they point to. */
#include <stdlib.h>
#include <string.h>
#include <uv.h>

static void on_write(uv_write_t *request, int status) {
  (void)status;
  free(request->data);
  free(request);
}

/* bad: stack_buffer */
void send_stack_bad(uv_stream_t *stream, uv_write_t *request) {
  char text[16] = "hello";
  uv_buf_t buffer = uv_buf_init(text, 5);
  uv_write(request, stream, &buffer, 1, on_write); /* expect: async-buffer-lifetime */
}
/* good: stack_buffer */
void send_stack_good(uv_stream_t *stream, uv_write_t *request) {
  char *text = malloc(16);
  if (text == NULL) return;
  strcpy(text, "hello");
  request->data = text;
  uv_buf_t buffer = uv_buf_init(text, 5);
  uv_write(request, stream, &buffer, 1, on_write);
}

/* bad: base_member */
void send_base_bad(uv_stream_t *stream, uv_write_t *request, int number) {
  unsigned char header[4] = {0, 0, 0, (unsigned char)number};
  uv_buf_t buffer;
  buffer.base = (char *)header;
  buffer.len = sizeof header;
  uv_write(request, stream, &buffer, 1, on_write); /* expect: async-buffer-lifetime */
}
/* good: base_member */
void send_base_good(uv_stream_t *stream, uv_write_t *request) {
  static char header[4] = {0, 0, 0, 1};
  uv_buf_t buffer;
  buffer.base = header;
  buffer.len = sizeof header;
  uv_write(request, stream, &buffer, 1, on_write);
}

/* bad: try_write */
void try_first_bad(uv_stream_t *stream, uv_write_t *request) {
  char text[16] = "hello";
  uv_buf_t buffer = uv_buf_init(text, 5);
  if (uv_try_write(stream, &buffer, 1) < 0)
    uv_write(request, stream, &buffer, 1, on_write); /* expect: async-buffer-lifetime */
}
/* good: try_write */
int try_first_good(uv_stream_t *stream) {
  char text[16] = "hello";
  uv_buf_t buffer = uv_buf_init(text, 5);
  return uv_try_write(stream, &buffer, 1);
}
