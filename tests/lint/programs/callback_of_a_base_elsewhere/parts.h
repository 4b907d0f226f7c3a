// The loop calls a virtual method; who overrides it is in another file.
#pragma once

#include "loop.h"

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_event() = 0;
};
void start(Listener& listener);
