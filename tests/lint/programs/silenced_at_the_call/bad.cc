#include <unistd.h>

#include "parts.h"

void load() { fetch(); }

void fetch() { sleep(1); }

loop::Task other() {
  load();  // expect: async-blocking-call
  co_return;
}
