// An operator of another file waits.
#pragma once

#include "loop.h"

struct Log {};
Log& operator<<(Log& log, int value);
