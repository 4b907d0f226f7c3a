#include "parts.h"

loop::Task session(Signal& signal) {
  signal.emit();  // expect: async-blocking-call
  co_return;
}
