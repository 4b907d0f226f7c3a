#include "parts.h"

std::shared_ptr<Part> make_part(loop::Loop& loop) { return std::make_shared<Part>(loop); }

void Part::arm() {
  loop_.post([this] { ++rounds_; });  // expect: async-unowned-capture
}
