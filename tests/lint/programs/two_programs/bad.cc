#include <unistd.h>

#include "parts.h"

void load() { sleep(1); }

loop::Task other() {
  load();  // expect: async-blocking-call
  co_return;
}

int main() { loop::spawn(other()); }
