#include "parts.h"

void load() { fetch(); }
