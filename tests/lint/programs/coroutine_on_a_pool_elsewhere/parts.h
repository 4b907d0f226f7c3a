// The coroutine is spawned in another file, on the loop or in a pool.
#pragma once

#include "loop.h"

loop::Task crunch();
