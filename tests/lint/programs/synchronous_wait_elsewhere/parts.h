// A function of another file waits for async work.
#pragma once

#include "loop.h"

void finish();
