#include <uv.h>

#include "mistakes.h"

static void on_timer(uv_timer_t* timer) {
  if (!seeded::step()) ::uv_close(reinterpret_cast<uv_handle_t*>(timer), nullptr);
}

int main() {
  uv_timer_t timer;
  ::uv_timer_init(::uv_default_loop(), &timer);
  ::uv_timer_start(&timer, on_timer, 3, 3);
  ::uv_run(::uv_default_loop(), UV_RUN_DEFAULT);
  return seeded::result();
}
