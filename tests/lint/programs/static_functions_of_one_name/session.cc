#include "parts.h"

static void load() {}

void tick() {
  loop::post([] { load(); });
}
