#include "parts.h"

class Application {
 public:
  void start() {
    desk_ = std::make_unique<Desk>(loop_);
    desk_->open();
  }

 private:
  loop::Loop loop_;
  std::unique_ptr<Desk> desk_;
};

void serve(Application& application) { application.start(); }
