#include "parts.h"

#include <sys/socket.h>

void on_event() {
  char data[64];
  recv(3, data, sizeof data, 0);  // expect: async-blocking-call
}
