#include "parts.h"

void Signal::connect(loop::function listener) { listeners_.push_back(listener); }

void Signal::emit() {
  for (const loop::function& listener : listeners_) listener();
}
