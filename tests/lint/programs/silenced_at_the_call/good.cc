#include <unistd.h>

#include "parts.h"

void load() { fetch(); }

void fetch() { sleep(1); }
