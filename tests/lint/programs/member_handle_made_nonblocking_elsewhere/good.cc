#include <fcntl.h>

#include "parts.h"

Session::Session(int fd) : fd_(fd) { fcntl(fd_, F_SETFL, O_NONBLOCK); }
