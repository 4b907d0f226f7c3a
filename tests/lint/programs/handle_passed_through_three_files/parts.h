// A non-blocking descriptor goes through a constructor of another file into a member.
#pragma once

#include "loop.h"

class Session {
 public:
  explicit Session(int fd);
  loop::Task run();

 private:
  int fd_;
};
