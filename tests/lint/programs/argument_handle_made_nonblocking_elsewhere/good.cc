#include <sys/socket.h>

#include "parts.h"

void start() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  loop::spawn(session(fd));
}
