// A constructor of another file waits.
#pragma once

#include "loop.h"

struct Connection {
  Connection();
};
