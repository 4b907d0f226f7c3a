// Two files have a class of one name, as two programs may.
#pragma once

#include "loop.h"

void tick();
