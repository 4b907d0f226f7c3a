// Whether a callback runs on the loop is decided in another file.
#pragma once

#include "loop.h"

void run_later(loop::function handler);
