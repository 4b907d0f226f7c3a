// The member loop is only the queue of a thread, which is started in another file.
#pragma once

#include "loop.h"

class Worker {
 public:
  void start();
  void save();

 private:
  loop::Loop loop_;
};
