// A setter keeps the callback of another file; a third file runs it.
#pragma once

#include "loop.h"

class Session {
 public:
  void on_done(loop::function handler);
  loop::Task run();

 private:
  loop::function done_;
};
