// Cases of async-buffer-lifetime: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <uv.h>

static char forever[] = "hello";
static void on_write(uv_write_t*, int) {}

void bad(uv_stream_t* stream, uv_write_t* request) {
  char text[6] = "hello";
  uv_buf_t buffer = uv_buf_init(text, 5);
  // expect: 'uv_write' uses the memory of the local 'text'
  uv_write(request, stream, &buffer, 1, on_write);
}

void good(uv_stream_t* stream, uv_write_t* request) {
  uv_buf_t buffer = uv_buf_init(forever, 5);
  uv_write(request, stream, &buffer, 1, on_write);
  char text[6] = "hello";
  uv_buf_t local = uv_buf_init(text, 5);
  uv_try_write(stream, &local, 1);
}

void silenced(uv_stream_t* stream, uv_write_t* request) {
  char text[6] = "hello";
  uv_buf_t buffer = uv_buf_init(text, 5);
  uv_write(request, stream, &buffer, 1, on_write);  // NOLINT(async-buffer-lifetime)
}

#define SEND(buffer) uv_write(request, stream, buffer, 1, on_write)
template <class T>
void macro_in_template(uv_stream_t* stream, uv_write_t* request, T) {
  char text[sizeof(T) + 6] = "hello";
  uv_buf_t buffer = uv_buf_init(text, 5);
  // expect: 'uv_write' uses the memory of the local 'text'
  SEND(&buffer);
}
void instantiated(uv_stream_t* stream, uv_write_t* request) { macro_in_template(stream, request, 1); }
