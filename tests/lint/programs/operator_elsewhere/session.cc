#include "parts.h"

loop::Task session(Log& log) {
  log << 1;  // expect: async-blocking-call
  co_return;
}
