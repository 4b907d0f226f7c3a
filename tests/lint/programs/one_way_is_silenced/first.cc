#include "parts.h"

void start() {
  loop::post([] { load(); });  // NOLINT(async-blocking-call)
}
