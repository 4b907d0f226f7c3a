#include <sys/socket.h>

#include "parts.h"

Session* start() { return new Session(socket(AF_INET, SOCK_STREAM, 0)); }
