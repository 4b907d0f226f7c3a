// Cases of async-ownership-cycle: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <functional>
#include <memory>
#include <utility>
#include <vector>

class Station {
 public:
  void on_train(std::function<void()> callback) { on_train_ = std::move(callback); }
  void on_bus(std::function<void()> callback) { on_bus_.push_back(std::move(callback)); }
  void on_end(std::function<void()> callback) { on_end_ = std::move(callback); }
  void end() {
    on_end_();
    on_end_ = nullptr;
  }
  void ring() {}

 private:
  std::function<void()> on_train_;
  std::vector<std::function<void()>> on_bus_;
  std::function<void()> on_end_;
};

void bad() {
  auto station = std::make_shared<Station>();
  // expect: 'station' keeps in 'on_train_' a callback that owns it
  station->on_train([station] { station->ring(); });
  // expect: 'station' keeps in 'on_bus_' a callback that owns it
  station->on_bus([station] { station->ring(); });
}
void bad_itself(int& rounds) {
  auto next = std::make_shared<std::function<void()>>();
  // expect: 'next' holds a callback that owns it
  *next = [next, &rounds] {
    if (--rounds > 0) (*next)();
  };
}

void good() {
  auto station = std::make_shared<Station>();
  station->on_train([weak = std::weak_ptr(station)] {
    if (const auto alive = weak.lock()) alive->ring();
  });
  station->on_end([station] { station->ring(); });
  auto other = std::make_shared<Station>();
  station->on_bus([other] { other->ring(); });
}

void silenced() {
  auto station = std::make_shared<Station>();
  station->on_train([station] { station->ring(); });  // NOLINT(async-ownership-cycle)
}

#define LISTEN(to) to->on_train([to] { to->ring(); })
template <class T>
void macro_in_template() {
  auto station = std::make_shared<T>();
  // expect: 'station' keeps in 'on_train_'
  LISTEN(station);
}
void instantiated() { macro_in_template<Station>(); }
