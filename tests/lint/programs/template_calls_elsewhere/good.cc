#include "parts.h"

void fetch(int) {}
