#include "parts.h"

void load_twice() {
  load();
  load();
}

void start() {
  loop::post([] { load(); });
}
