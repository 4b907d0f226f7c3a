#include <unistd.h>

#include "parts.h"

Connection::Connection() { sleep(1); }
