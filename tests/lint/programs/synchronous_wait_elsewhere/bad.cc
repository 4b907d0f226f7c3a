#include "parts.h"

void finish() { loop::wait_for_all(); }
