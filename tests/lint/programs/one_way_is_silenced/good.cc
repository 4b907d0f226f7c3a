#include "parts.h"

loop::Task session() {
  co_return;
}
