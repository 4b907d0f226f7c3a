#include "parts.h"

#include <unistd.h>

loop::Task prepare() {
  sleep(1);  // expect: async-blocking-call
  co_await rest();
}

loop::Task session() {
  co_await prepare();
}
