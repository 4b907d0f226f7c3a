#include "parts.h"

loop::Task session() {
  Connection connection;  // expect: async-blocking-call
  co_return;
}
