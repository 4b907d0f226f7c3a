// A macro that waits is one mistake, however often it is used.
#pragma once

#include <unistd.h>

#include "loop.h"

#ifdef QUIET
#define LOG(text)
#else
#define LOG(text) sleep(1)  // expect: async-blocking-call
#endif
