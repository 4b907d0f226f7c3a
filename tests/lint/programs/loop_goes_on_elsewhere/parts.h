// What a handler throws ends the loop, or only the round of it, which another file decides.
#pragma once

#include "loop.h"

class Host {
 public:
  void greet();
  void run();

 private:
  loop::Loop loop_;
  loop::Peer guest_;
  bool open_ = true;
};

void write_down(int number);
