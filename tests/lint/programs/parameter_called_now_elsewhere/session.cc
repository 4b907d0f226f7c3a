#include "parts.h"

#include <unistd.h>

loop::Task session() {
  for_each_line([] { sleep(1); });  // expect: async-blocking-call
  co_return;
}
