// A callback is passed on twice before it reaches the loop.
#pragma once

#include "loop.h"

void run_later(loop::function handler);
void enqueue(loop::function handler);
