#include "parts.h"

void Store::flush() {}
