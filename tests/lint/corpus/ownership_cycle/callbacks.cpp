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
