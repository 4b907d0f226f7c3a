// Owners asked for in initialisers, base classes and arguments.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// bad: in_the_initialiser_of_a_member
namespace initialiser_bad {
class Guide;
struct Tour {
  explicit Tour(std::shared_ptr<Guide> guide);
  std::shared_ptr<Guide> guide;
};
class Guide : public std::enable_shared_from_this<Guide> {
 public:
  explicit Guide(std::string name)
      : name_(std::move(name)), tour_(std::make_unique<Tour>(shared_from_this())) {}  // expect: async-early-shared-from-this

 private:
  std::string name_;
  std::unique_ptr<Tour> tour_;
};
}  // namespace initialiser_bad
// good: in_the_initialiser_of_a_member
namespace initialiser_good {
class Guide;
struct Tour {
  explicit Tour(std::weak_ptr<Guide> guide);
  std::weak_ptr<Guide> guide;
};
class Guide : public std::enable_shared_from_this<Guide> {
 public:
  explicit Guide(std::string name)
      : name_(std::move(name)), tour_(std::make_unique<Tour>(weak_from_this())) {}

 private:
  std::string name_;
  std::unique_ptr<Tour> tour_;
};
}  // namespace initialiser_good

// bad: two_calls_down
namespace two_calls_bad {
class Radio : public std::enable_shared_from_this<Radio> {
 public:
  explicit Radio(int channel) : channel_(channel) {
    tune(channel);  // expect: async-early-shared-from-this
  }
  void tune(int channel) {
    channel_ = channel;
    if (channel > 0) listen();
  }

 private:
  void listen() {
    on_sound_ = [weak = std::weak_ptr<Radio>(shared_from_this())] { return !weak.expired(); };
  }
  int channel_;
  std::function<bool()> on_sound_;
};
}  // namespace two_calls_bad
// good: two_calls_down
namespace two_calls_good {
class Radio : public std::enable_shared_from_this<Radio> {
 public:
  explicit Radio(int channel) : channel_(channel) { tune(channel); }
  void tune(int channel) { channel_ = channel; }
  void switch_on() { listen(); }

 private:
  void listen() {
    on_sound_ = [weak = std::weak_ptr<Radio>(shared_from_this())] { return !weak.expired(); };
  }
  int channel_;
  std::function<bool()> on_sound_;
};
}  // namespace two_calls_good

// bad: method_of_the_base
namespace base_method_bad {
class Task : public std::enable_shared_from_this<Task> {
 public:
  virtual ~Task() = default;

 protected:
  void enqueue(std::vector<std::shared_ptr<Task>>& queue) { queue.push_back(shared_from_this()); }
};
class Cleanup : public Task {
 public:
  explicit Cleanup(std::vector<std::shared_ptr<Task>>& queue) {
    enqueue(queue);  // expect: async-early-shared-from-this
  }
};
}  // namespace base_method_bad
// good: method_of_the_base
namespace base_method_good {
class Task : public std::enable_shared_from_this<Task> {
 public:
  virtual ~Task() = default;
  void enqueue(std::vector<std::shared_ptr<Task>>& queue) { queue.push_back(shared_from_this()); }
};
class Cleanup : public Task {
 public:
  Cleanup(Task& earlier, std::vector<std::shared_ptr<Task>>& queue) { earlier.enqueue(queue); }
};
}  // namespace base_method_good

// bad: bound_in_the_constructor
namespace bound_bad {
class Doorbell : public std::enable_shared_from_this<Doorbell> {
 public:
  explicit Doorbell(std::vector<std::function<void()>>& buttons) {
    for (int floor = 0; floor < 3; ++floor) {
      buttons.push_back(std::bind(&Doorbell::ring, shared_from_this(), floor));  // expect: async-early-shared-from-this
    }
  }
  void ring(int floor) { last_floor_ = floor; }

 private:
  int last_floor_ = 0;
};
}  // namespace bound_bad
// good: bound_in_the_constructor
namespace bound_good {
class Doorbell : public std::enable_shared_from_this<Doorbell> {
 public:
  explicit Doorbell(std::vector<std::function<void()>>& buttons) {
    for (int floor = 0; floor < 3; ++floor) {
      buttons.push_back([weak = weak_from_this(), floor] {
        if (const auto self = weak.lock()) self->ring(floor);
      });
    }
  }
  void ring(int floor) { last_floor_ = floor; }

 private:
  int last_floor_ = 0;
};
}  // namespace bound_good

// bad: destructor_of_a_derived_class
namespace derived_destructor_bad {
class Observer : public std::enable_shared_from_this<Observer> {
 public:
  virtual ~Observer() = default;

 protected:
  void leave(std::vector<std::shared_ptr<Observer>>& observers) { std::erase(observers, shared_from_this()); }
};
class Thermometer : public Observer {
 public:
  explicit Thermometer(std::vector<std::shared_ptr<Observer>>& observers) : observers_(observers) {}
  ~Thermometer() override {
    if (!observers_.empty()) leave(observers_);  // expect: async-early-shared-from-this
  }

 private:
  std::vector<std::shared_ptr<Observer>>& observers_;
};
}  // namespace derived_destructor_bad
// good: destructor_of_a_derived_class
namespace derived_destructor_good {
class Observer : public std::enable_shared_from_this<Observer> {
 public:
  virtual ~Observer() = default;

 protected:
  void leave(std::vector<std::weak_ptr<Observer>>& observers) {
    std::erase_if(observers, [](const auto& observer) { return observer.expired(); });
  }
  std::shared_ptr<Observer> keep() { return shared_from_this(); }
};
class Thermometer : public Observer {
 public:
  explicit Thermometer(std::vector<std::weak_ptr<Observer>>& observers) : observers_(observers) {}
  ~Thermometer() override {
    if (!observers_.empty()) leave(observers_);
  }
  void enter() { observers_.push_back(keep()); }

 private:
  std::vector<std::weak_ptr<Observer>>& observers_;
};
}  // namespace derived_destructor_good
