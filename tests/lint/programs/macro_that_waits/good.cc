#include "log.h"

loop::Task one() {
  co_return;
}
