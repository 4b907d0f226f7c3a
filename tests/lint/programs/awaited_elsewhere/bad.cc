#include <unistd.h>

#include "parts.h"

void nap() { sleep(1); }

loop::Task load() {
  nap();  // expect: async-blocking-call
  co_return;
}
