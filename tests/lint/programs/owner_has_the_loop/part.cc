#include "parts.h"

void Part::arm() {
  loop_.post([this] { ++rounds_; });  // expect: async-unowned-capture
}
