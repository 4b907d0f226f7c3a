// Awaiting a coroutine of another file does not wait; calling a function of its name does.
#pragma once

#include "loop.h"

loop::Task load();
