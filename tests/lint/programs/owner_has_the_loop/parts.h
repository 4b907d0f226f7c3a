// A part is kept by what lives with the application, which has the loop: no handler of it runs when the part is gone.
#pragma once

#include <memory>

#include "loop.h"

class Part : public std::enable_shared_from_this<Part> {
 public:
  explicit Part(loop::Loop& loop) : loop_(loop) {}
  void arm();

 private:
  loop::Loop& loop_;
  int rounds_ = 0;
};

std::shared_ptr<Part> make_part(loop::Loop& loop);

class Desk {
 public:
  explicit Desk(loop::Loop& loop);
  void open();

 private:
  std::shared_ptr<Part> part_;
};
