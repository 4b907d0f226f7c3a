#include <event2/event.h>

#include "mistakes.h"

static void on_timer(evutil_socket_t, short, void* base) {
  if (!seeded::step()) ::event_base_loopbreak(static_cast<event_base*>(base));
}

int main() {
  event_base* base = ::event_base_new();
  event* timer = ::event_new(base, -1, EV_PERSIST, on_timer, base);
  const timeval each{0, 3000};
  ::event_add(timer, &each);
  ::event_base_dispatch(base);
  ::event_free(timer);
  ::event_base_free(base);
  return seeded::result();
}
