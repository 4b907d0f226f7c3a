#include "parts.h"

void ping(int n) { pong(n); }
