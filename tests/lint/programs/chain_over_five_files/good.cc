#include "parts.h"

void four() {}
