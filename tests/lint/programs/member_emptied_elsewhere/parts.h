// A call keeps a callback that owns it, until another file takes the callback out.
#pragma once

#include <functional>
#include <memory>

#include "loop.h"

class Dial : public std::enable_shared_from_this<Dial> {
 public:
  void on_answer(std::function<void()> done) { on_answer_ = std::move(done); }
  void answered();
  void count();

 private:
  std::function<void()> on_answer_;
  int answers_ = 0;
};
