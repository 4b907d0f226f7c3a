#include "parts.h"

loop::Task session() {
  load();  // NOLINT(async-blocking-call)
  co_return;
}
