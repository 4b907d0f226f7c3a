// A handler in a header that two files include is reported once.
#pragma once

#include "loop.h"

void fetch();

inline void start() {
  loop::post([] { fetch(); });  // expect: async-blocking-call
}
