#include "parts.h"

loop::Task session() {
  hook();  // expect: async-blocking-call
  co_return;
}
