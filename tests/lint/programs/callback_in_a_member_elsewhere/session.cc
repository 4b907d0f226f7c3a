#include "parts.h"

loop::Task Session::run() {
  on_done();  // expect: async-blocking-call
  co_return;
}
