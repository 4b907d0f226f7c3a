// Who calls the coroutine has made the descriptor non-blocking.
#pragma once

#include "loop.h"

loop::Task session(int fd);
