#include "parts.h"

loop::Task sessions() {
  co_await rest();
  co_await session();
}

int main() { loop::run_until_done(sessions()); }
