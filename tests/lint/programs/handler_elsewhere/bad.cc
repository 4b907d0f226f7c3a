#include <unistd.h>

#include "parts.h"

void tick() {
  sleep(1);  // expect: async-blocking-call
}
