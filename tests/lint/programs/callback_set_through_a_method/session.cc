#include "parts.h"

loop::Task Session::run() {
  done_();  // expect: async-blocking-call
  co_return;
}
