#include "parts.h"

loop::Task session() {
  ping(3);  // expect: async-blocking-call
  co_return;
}
