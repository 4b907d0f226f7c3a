#include "parts.h"

loop::Task session() {
  load(7);  // expect: async-blocking-call
  co_return;
}
