#include "parts.h"

void fetch() {}

int second() {
  start();
  return 2;
}
