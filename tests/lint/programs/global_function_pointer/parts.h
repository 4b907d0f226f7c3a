// A global function pointer is set in one file and called in another.
#pragma once

#include "loop.h"

extern void (*hook)();
