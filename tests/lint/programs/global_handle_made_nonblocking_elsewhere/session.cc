#include "parts.h"

#include <sys/socket.h>

loop::Task serve() {
  char data[64];
  recv(listener, data, sizeof data, 0);  // expect: async-blocking-call
  co_return;
}
