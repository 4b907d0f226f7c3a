#include <unistd.h>

#include "parts.h"

static void load() { sleep(1); }

int main() { load(); }
