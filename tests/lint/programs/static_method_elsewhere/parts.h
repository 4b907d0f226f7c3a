// A static method of another file waits.
#pragma once

#include "loop.h"

struct Store {
  static void flush();
};
