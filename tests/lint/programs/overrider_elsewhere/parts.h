// A virtual call may enter an overrider of another file.
#pragma once

#include "loop.h"

class Source {
 public:
  virtual ~Source() = default;
  virtual void fill() = 0;
};
