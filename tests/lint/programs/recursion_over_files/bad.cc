#include <unistd.h>

#include "parts.h"

void pong(int n) {
  if (n == 0) sleep(1);
  ping(n - 1);
}
