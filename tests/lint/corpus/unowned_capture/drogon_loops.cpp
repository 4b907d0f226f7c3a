// What is given to a loop of Trantor runs when the loop comes to it.
#include <memory>

#include "drogon_shape.h"

// bad: kept_by_nobody
namespace kept_by_nobody_bad {
class Guest : public std::enable_shared_from_this<Guest> {
 public:
  explicit Guest(trantor::EventLoop& loop) : loop_(loop) {}
  void leave() {
    loop_.runInLoop([this] { seated_ = false; });  // expect: async-unowned-capture
  }

 private:
  trantor::EventLoop& loop_;
  bool seated_ = true;
};
}  // namespace kept_by_nobody_bad
// good: kept_by_nobody
namespace kept_by_nobody_good {
class Guest : public std::enable_shared_from_this<Guest> {
 public:
  explicit Guest(trantor::EventLoop& loop) : loop_(loop) {}
  void leave() {
    loop_.runInLoop([guest = shared_from_this()] { guest->seated_ = false; });
  }

 private:
  trantor::EventLoop& loop_;
  bool seated_ = true;
};
}  // namespace kept_by_nobody_good
