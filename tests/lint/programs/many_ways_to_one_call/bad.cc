#include <unistd.h>

#include "parts.h"

void load() {
  sleep(1);  // expect: async-blocking-call
}
