#include "parts.h"

loop::Task session() {
  Store::flush();  // expect: async-blocking-call
  co_return;
}
