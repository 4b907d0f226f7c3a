#include "parts.h"

class Application {
 public:
  explicit Application(loop::Loop& loop) : loop_(loop) {}
  void start() {
    desk_ = std::make_unique<Desk>(loop_);
    desk_->open();
  }
  void stop() { desk_.reset(); }

 private:
  loop::Loop& loop_;
  std::unique_ptr<Desk> desk_;
};

void serve(Application& application) { application.start(); }
