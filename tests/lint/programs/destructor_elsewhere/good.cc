#include "parts.h"

Connection::Connection() {}

Connection::~Connection() {}
