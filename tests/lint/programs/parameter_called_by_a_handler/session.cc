#include "parts.h"

#include <unistd.h>

void start() {
  run_later([] {
    sleep(1);  // expect: async-blocking-call
  });
}
