#include "parts.h"

int first() {
  start();
  return 1;
}
