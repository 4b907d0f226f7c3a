#include "parts.h"

void tick() {}
