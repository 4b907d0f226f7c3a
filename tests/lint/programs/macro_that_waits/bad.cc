#include "log.h"

loop::Task one() {
  LOG("one");
  co_return;
}

loop::Task two() {
  LOG("two");
  co_return;
}
