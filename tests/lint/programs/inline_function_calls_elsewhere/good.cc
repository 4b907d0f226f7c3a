#include "parts.h"

void fetch() {}
