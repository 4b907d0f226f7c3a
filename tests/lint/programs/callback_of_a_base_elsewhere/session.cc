#include "parts.h"

void start(Listener& listener) {
  loop::post([&listener] { listener.on_event(); });  // expect: async-blocking-call
}
