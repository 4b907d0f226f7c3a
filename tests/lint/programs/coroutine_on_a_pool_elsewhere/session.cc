#include "parts.h"

#include <unistd.h>

loop::Task crunch() {
  sleep(1);  // expect: async-blocking-call
  co_return;
}
