#include "parts.h"

void Session::start() {
  loop::post([this] { on_timer(); });  // expect: async-blocking-call
}
