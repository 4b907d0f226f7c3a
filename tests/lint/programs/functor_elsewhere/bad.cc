#include <unistd.h>

#include "parts.h"

void Tick::operator()() {
  sleep(1);  // expect: async-blocking-call
}
