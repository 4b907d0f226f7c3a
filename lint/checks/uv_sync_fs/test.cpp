// Cases of async-uv-sync-fs: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <uv.h>

static void on_done(uv_fs_t*) {}

static void remove_file(uv_loop_t* loop) {
  uv_fs_t request;
  uv_fs_unlink(loop, &request, "file", nullptr);
}

static void bad(uv_timer_t* timer) {
  // expect: 'remove_file' ends in 'uv_fs_unlink'
  remove_file(timer->loop);
  uv_fs_t request;
  // expect: 'uv_fs_unlink' waits for the disk
  uv_fs_unlink(timer->loop, &request, "file", NULL);
  uv_fs_unlink(timer->loop, &request, "file", nullptr);  // NOLINT(async-uv-sync-fs)
  uv_fs_unlink(timer->loop, static_cast<uv_fs_t*>(timer->data), "file", on_done);
}

#define FORGET(loop, request) uv_fs_unlink(loop, request, "file", nullptr)
template <class Handle>
void drop(Handle* handle, uv_fs_t* request) {
  FORGET(handle->loop, request);
}
static void macro_and_template(uv_timer_t* timer) {
  // expect: 'drop' ends in 'uv_fs_unlink'
  drop(timer, static_cast<uv_fs_t*>(timer->data));
}

void start(uv_timer_t* timer) {
  remove_file(timer->loop);
  uv_timer_start(timer, bad, 1, 0);
  uv_timer_start(timer, macro_and_template, 1, 0);
}
