#include <unistd.h>

void load(void) { sleep(1); }
