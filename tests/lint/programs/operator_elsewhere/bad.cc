#include <unistd.h>

#include "parts.h"

Log& operator<<(Log& log, int) {
  sleep(1);
  return log;
}
