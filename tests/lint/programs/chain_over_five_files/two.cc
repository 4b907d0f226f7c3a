#include "parts.h"

void two() { three(); }
