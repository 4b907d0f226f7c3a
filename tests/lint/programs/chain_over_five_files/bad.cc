#include <unistd.h>

#include "parts.h"

void four() { sleep(1); }
