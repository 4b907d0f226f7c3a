#include <unistd.h>

#include "parts.h"

void (*hook)() = nullptr;

static void slow() { sleep(1); }

void install() { hook = slow; }
