#include "parts.h"

#include <sys/socket.h>

loop::Task session(int fd) {
  char data[64];
  recv(fd, data, sizeof data, 0);  // expect: async-blocking-call
  co_return;
}
