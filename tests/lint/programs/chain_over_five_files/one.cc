#include "parts.h"

void one() { two(); }
