#include "parts.h"

void pong(int n) {
  if (n != 0) ping(n - 1);
}
