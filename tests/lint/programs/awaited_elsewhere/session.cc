#include "parts.h"

loop::Task session() {
  co_await load();
}
