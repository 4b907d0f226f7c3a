#include <fcntl.h>

#include "parts.h"

int listener = -1;

void prepare() { fcntl(listener, F_SETFL, O_NONBLOCK); }
