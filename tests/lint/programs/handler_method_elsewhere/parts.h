// A handler calls a method of another file.
#pragma once

#include "loop.h"

class Session {
 public:
  void start();
  void on_timer();
};
