#include "parts.h"

loop::Task session() {
  load();
  co_return;
}

void again() {
  loop::post([] { load_twice(); });
}
