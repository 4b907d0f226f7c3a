// A function of another file calls what it is given before it returns.
#pragma once

#include "loop.h"

void for_each_line(loop::function line);
