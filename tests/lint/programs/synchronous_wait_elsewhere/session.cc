#include "parts.h"

loop::Task session() {
  finish();  // expect: async-sync-wait
  co_return;
}
