#include "parts.h"

int listener = -1;
