// Three handlers in two files end in one call: that call is the mistake, and it is named once.
#pragma once

#include "loop.h"

void load();
void load_twice();
