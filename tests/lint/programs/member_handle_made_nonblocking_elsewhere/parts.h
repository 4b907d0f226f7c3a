// The constructor, in another file, makes the descriptor non-blocking.
#pragma once

#include "loop.h"

class Session {
 public:
  explicit Session(int fd);
  loop::Task run();

 private:
  int fd_;
};
