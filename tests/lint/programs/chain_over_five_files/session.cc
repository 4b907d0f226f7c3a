#include "parts.h"

void start() {
  loop::post([] { one(); });  // expect: async-blocking-call
}
