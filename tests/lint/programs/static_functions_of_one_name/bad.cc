#include <unistd.h>

#include "parts.h"

static void load() { sleep(1); }

loop::Task session() {
  load();  // expect: async-blocking-call
  co_return;
}
