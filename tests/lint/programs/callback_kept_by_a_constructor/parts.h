// A constructor keeps the callback; a method of another file hands it to the loop.
#pragma once

#include "loop.h"

class Timer {
 public:
  explicit Timer(loop::function handler);
  void start();

 private:
  loop::function handler_;
};
