#include "parts.h"

void load() {}

loop::Task session() {
  load();
  co_return;
}

int main() { loop::spawn(session()); }
