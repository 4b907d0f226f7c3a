#include "parts.h"

loop::Task session() {
  load();  // expect: async-blocking-call
  co_return;
}
