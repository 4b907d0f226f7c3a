#include <unistd.h>

#include "parts.h"

void fetch(int) { sleep(1); }
