#include <sys/socket.h>

#include "parts.h"

Session* start() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  return new Session(fd);
}
