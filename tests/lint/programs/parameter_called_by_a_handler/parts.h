// A handler of another file calls what its function was given.
#pragma once

#include "loop.h"

void run_later(loop::function handler);
