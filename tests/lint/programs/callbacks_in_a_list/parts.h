// Callbacks wait in a list of another file, which a handler calls one after the other.
#pragma once

#include "loop.h"

class Signal {
 public:
  void connect(loop::function listener);
  void emit();

 private:
  loop::list<loop::function> listeners_;
};
