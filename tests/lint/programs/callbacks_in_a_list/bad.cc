#include <unistd.h>

#include "parts.h"

void start(Signal& signal) {
  signal.connect([] { sleep(1); });
}
