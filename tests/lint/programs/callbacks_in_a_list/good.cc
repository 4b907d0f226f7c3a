#include "parts.h"

void start(Signal& signal) {
  signal.connect([] {});
}
