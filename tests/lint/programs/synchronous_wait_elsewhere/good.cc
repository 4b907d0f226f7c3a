#include "parts.h"

void finish() {}
