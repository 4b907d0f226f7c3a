#include "parts.h"

loop::Task session() {
  save();  // expect: async-blocking-file-io
  co_return;
}
