#include <unistd.h>

#include "parts.h"

void fetch() { sleep(1); }

int second() {
  start();
  return 2;
}
