// A server that main keeps while the loop runs.
#pragma once

#include <memory>

#include "loop.h"

class Server : public std::enable_shared_from_this<Server> {
 public:
  explicit Server(loop::Loop& loop) : loop_(loop) {}
  void listen();

 private:
  loop::Loop& loop_;
  int guests_ = 0;
};
