#include "parts.h"

void three() { four(); }
