// A function in C waits.
#pragma once

#include "loop.h"

extern "C" void load(void);
