#include <unistd.h>

#include "parts.h"

void fetch() { sleep(1); }
