// Two programs in one database define one function, each its own.
#pragma once

#include "loop.h"

void load();
