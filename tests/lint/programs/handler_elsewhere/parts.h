// The function that is handed to the loop is defined in another file.
#pragma once

#include "loop.h"

void tick();
