// The call that waits is two files away.
#pragma once

#include "loop.h"

void load();
void fetch();
