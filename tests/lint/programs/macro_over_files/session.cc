#include "parts.h"

loop::Task session() {
  LOAD();  // expect: async-blocking-call
  co_return;
}
