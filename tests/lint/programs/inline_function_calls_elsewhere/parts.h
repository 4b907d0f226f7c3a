// A function in a header calls one of a file.
#pragma once

#include "loop.h"

void fetch();

inline void load() { fetch(); }
