#include <unistd.h>

#include "parts.h"

Connection::Connection() {}

Connection::~Connection() { sleep(1); }
