#include "parts.h"

loop::Task session(Source& source) {
  source.fill();  // expect: async-blocking-call
  co_return;
}
