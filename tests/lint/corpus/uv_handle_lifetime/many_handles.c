/* Processes, signals and streams that end too early or twice. */
#include <signal.h>
#include <stdlib.h>
#include <uv.h>

// bad: process_of_one_call
static void on_exit_code(uv_process_t *process, int64_t code, int signal) {
  (void)process;
  (void)code;
  (void)signal;
}
int compile(uv_loop_t *loop, char **arguments) {
  uv_process_t compiler;
  uv_process_options_t options = {0};
  options.file = arguments[0];
  options.args = arguments;
  options.exit_cb = on_exit_code;
  return uv_spawn(loop, &compiler, &options); /* expect: async-uv-handle-lifetime */
}
// good: process_of_one_call
static void on_process_closed(uv_handle_t *process) { free(process); }
static void on_exit_and_close(uv_process_t *process, int64_t code, int signal) {
  (void)code;
  (void)signal;
  uv_close((uv_handle_t *)process, on_process_closed);
}
int compile_well(uv_loop_t *loop, char **arguments) {
  uv_process_t *compiler = malloc(sizeof *compiler);
  uv_process_options_t options = {0};
  options.file = arguments[0];
  options.args = arguments;
  options.exit_cb = on_exit_and_close;
  int error = uv_spawn(loop, compiler, &options);
  if (error) uv_close((uv_handle_t *)compiler, on_process_closed);
  return error;
}

// bad: signal_stopped_and_freed
struct race {
  uv_signal_t flag;
  int laps;
};
static void on_interrupt(uv_signal_t *flag, int number) {
  struct race *race = flag->data;
  (void)number;
  uv_signal_stop(&race->flag);
  free(race); /* expect: async-uv-handle-lifetime */
}
int start_race(uv_loop_t *loop) {
  struct race *race = calloc(1, sizeof *race);
  uv_signal_init(loop, &race->flag);
  race->flag.data = race;
  return uv_signal_start(&race->flag, on_interrupt, SIGINT);
}
// good: signal_stopped_and_freed
static void on_flag_closed(uv_handle_t *flag) { free(flag->data); }
static void on_last_interrupt(uv_signal_t *flag, int number) {
  (void)number;
  uv_signal_stop(flag);
  uv_close((uv_handle_t *)flag, on_flag_closed);
}
int start_good_race(uv_loop_t *loop) {
  struct race *race = calloc(1, sizeof *race);
  uv_signal_init(loop, &race->flag);
  race->flag.data = race;
  return uv_signal_start(&race->flag, on_last_interrupt, SIGINT);
}

// bad: error_falls_through
static void on_stream_closed(uv_handle_t *stream) { free(stream); }
static void on_bytes(uv_stream_t *stream, ssize_t count, const uv_buf_t *part) {
  if (count < 0) uv_close((uv_handle_t *)stream, on_stream_closed);
  free(part->base);
  uv_close((uv_handle_t *)stream, on_stream_closed); /* expect: async-uv-handle-lifetime */
}
static void on_space(uv_handle_t *stream, size_t size, uv_buf_t *part) {
  (void)stream;
  *part = uv_buf_init(malloc(size), (unsigned)size);
}
int read_once(uv_stream_t *stream) { return uv_read_start(stream, on_space, on_bytes); }
// good: error_falls_through
static void on_all_bytes(uv_stream_t *stream, ssize_t count, const uv_buf_t *part) {
  free(part->base);
  if (count < 0) {
    uv_close((uv_handle_t *)stream, on_stream_closed);
    return;
  }
  uv_read_stop(stream);
  uv_close((uv_handle_t *)stream, on_stream_closed);
}
int read_once_well(uv_stream_t *stream) { return uv_read_start(stream, on_space, on_all_bytes); }
