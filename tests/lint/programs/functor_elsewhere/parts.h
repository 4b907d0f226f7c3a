// The call operator of a handler object is defined in another file.
#pragma once

#include "loop.h"

struct Tick {
  void operator()();
};
