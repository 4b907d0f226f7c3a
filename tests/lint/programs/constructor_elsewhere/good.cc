#include "parts.h"

Connection::Connection() {}
