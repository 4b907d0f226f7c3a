// A coroutine calls a function of another file, which sleeps.
#pragma once

#include "loop.h"

void load();
