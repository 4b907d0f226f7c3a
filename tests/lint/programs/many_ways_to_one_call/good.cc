#include "parts.h"

void load() {}
