#include "parts.h"

#include <sys/socket.h>

loop::Task Session::run() {
  char data[64];
  recv(fd_, data, sizeof data, 0);  // expect: async-blocking-call
  co_return;
}
