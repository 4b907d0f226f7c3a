// The destructor of a local, in another file, waits.
#pragma once

#include "loop.h"

struct Connection {
  Connection();
  ~Connection();
};
