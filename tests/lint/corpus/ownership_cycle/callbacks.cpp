// Objects that keep themselves alive.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// bad: subscription_owns_its_channel
class Channel {
 public:
  void subscribe(const std::string& topic, std::function<void(int)> listener) { listeners_.emplace(topic, std::move(listener)); }
  void publish(int value) {
    for (auto& [topic, listener] : listeners_) listener(value);
  }
  int last = 0;

 private:
  std::map<std::string, std::function<void(int)>> listeners_;
};
void follow(std::shared_ptr<Channel> channel) {
  channel->subscribe("prices", [channel](int price) { channel->last = price; });  // expect: async-ownership-cycle
}
// good: subscription_owns_its_channel
class LeavableChannel {
 public:
  void subscribe(const std::string& topic, std::function<void(int)> listener) { listeners_.emplace(topic, std::move(listener)); }
  void leave(const std::string& topic) { listeners_.erase(topic); }
  int last = 0;

 private:
  std::map<std::string, std::function<void(int)>> listeners_;
};
void follow_for_a_while(std::shared_ptr<LeavableChannel> channel) {
  channel->subscribe("prices", [channel](int price) { channel->last = price; });
}

// bad: own_member_owns_self
class Upload : public std::enable_shared_from_this<Upload> {
 public:
  void start() {
    auto self = shared_from_this();
    on_progress_ = [self](int percent) { self->percent_ = percent; };  // expect: async-ownership-cycle
  }
  void progress(int percent) { on_progress_(percent); }

 private:
  std::function<void(int)> on_progress_;
  int percent_ = 0;
};
// good: own_member_owns_self
class TidyUpload : public std::enable_shared_from_this<TidyUpload> {
 public:
  void start() {
    auto self = shared_from_this();
    on_progress_ = [self](int percent) { self->percent_ = percent; };
  }
  void finish() { std::exchange(on_progress_, nullptr)(100); }

 private:
  std::function<void(int)> on_progress_;
  int percent_ = 0;
};

// bad: recursive_step
void count_down(int from, std::function<void(int)> show) {
  auto step = std::make_shared<std::function<void(int)>>();
  *step = [step, show](int left) {  // expect: async-ownership-cycle
    show(left);
    if (left > 0) (*step)(left - 1);
  };
  (*step)(from);
}
// good: recursive_step
void count_down_well(int from, std::function<void(int)> show) {
  auto step = std::make_shared<std::function<void(int)>>();
  *step = [weak = std::weak_ptr(step), show](int left) {
    show(left);
    const auto self = weak.lock();
    if (self && left > 0) (*self)(left - 1);
  };
  (*step)(from);
}

// bad: through_its_own_part
class Part {
 public:
  void on_change(std::function<void()> callback) { on_change_ = std::move(callback); }
  void change() { on_change_(); }

 private:
  std::function<void()> on_change_;
};
class Whole : public std::enable_shared_from_this<Whole> {
 public:
  void start() {
    part_->on_change([self = shared_from_this()] { ++self->changes_; });  // expect: async-ownership-cycle
  }

 private:
  std::unique_ptr<Part> part_ = std::make_unique<Part>();
  int changes_ = 0;
};
// good: through_its_own_part
class GoodWhole : public std::enable_shared_from_this<GoodWhole> {
 public:
  void start() {
    part_->on_change([self = shared_from_this()] { ++self->changes_; });
  }
  void stop() { part_.reset(); }

 private:
  std::unique_ptr<Part> part_ = std::make_unique<Part>();
  int changes_ = 0;
};

// bad: child_that_owns_its_parent
class Family;
struct Child {
  std::shared_ptr<Family> parent;
  int age = 0;
};
class Family : public std::enable_shared_from_this<Family> {
 public:
  void begin() { child_->parent = shared_from_this(); }  // expect: async-ownership-cycle

 private:
  std::unique_ptr<Child> child_ = std::make_unique<Child>();
};
// good: child_that_owns_its_parent
class GoodFamily;
struct GoodChild {
  std::weak_ptr<GoodFamily> parent;
  std::shared_ptr<GoodFamily> host;
};
class GoodFamily : public std::enable_shared_from_this<GoodFamily> {
 public:
  void begin() {
    child_->parent = shared_from_this();
    child_->host = shared_from_this();
  }
  void end() { child_->host = nullptr; }

 private:
  std::unique_ptr<GoodChild> child_ = std::make_unique<GoodChild>();
};

// bad: request_that_keeps_its_connection
class Link;
class Request {
 public:
  void set_link(std::shared_ptr<Link> link) { link_ = std::move(link); }

 private:
  std::shared_ptr<Link> link_;
};
class Link : public std::enable_shared_from_this<Link> {
 public:
  void start() { request_.set_link(shared_from_this()); }  // expect: async-ownership-cycle

 private:
  Request request_;
};
// good: request_that_keeps_its_connection
class GoodLink;
class GoodRequest {
 public:
  void set_link(std::shared_ptr<GoodLink> link) { link_ = link; }

 private:
  std::weak_ptr<GoodLink> link_;
};
class GoodLink : public std::enable_shared_from_this<GoodLink> {
 public:
  void start() { request_.set_link(shared_from_this()); }

 private:
  GoodRequest request_;
};
