// The overrider overrides an overrider, each in a file of its own.
#pragma once

#include "loop.h"

class Source {
 public:
  virtual ~Source() = default;
  virtual void fill();
};
class Buffered : public Source {
 public:
  void fill() override;
};
