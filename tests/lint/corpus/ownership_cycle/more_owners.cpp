// Callbacks that own their owner by way of a container, a bind, a base class or a shared state.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// bad: one_of_many_listeners
namespace many_listeners_bad {
struct Button {
  std::vector<std::function<void()>> listeners;
  int presses = 0;
  void press() {
    for (auto& listener : listeners) listener();
  }
};
std::shared_ptr<Button> make_button() {
  auto button = std::make_shared<Button>();
  button->listeners.push_back([button] { ++button->presses; });  // expect: async-ownership-cycle
  return button;
}
}  // namespace many_listeners_bad
// good: one_of_many_listeners
namespace many_listeners_good {
struct Knob {
  std::vector<std::function<void()>> watchers;
  int turns = 0;
  void turn() {
    for (auto& watcher : watchers) watcher();
  }
};
std::shared_ptr<Knob> make_knob() {
  auto knob = std::make_shared<Knob>();
  knob->watchers.push_back([weak = std::weak_ptr<Knob>(knob)] {
    if (const auto knob = weak.lock()) ++knob->turns;
  });
  return knob;
}
}  // namespace many_listeners_good

// bad: bound_to_itself
namespace bound_to_itself_bad {
class Sundial : public std::enable_shared_from_this<Sundial> {
 public:
  void wake() { at_noon_ = std::bind(&Sundial::turn, shared_from_this(), 12); }  // expect: async-ownership-cycle
  void noon() { at_noon_(); }

 private:
  void turn(int hour) { hour_ = hour; }
  std::function<void()> at_noon_;
  int hour_ = 0;
};
}  // namespace bound_to_itself_bad
// good: bound_to_itself
namespace bound_to_itself_good {
class Hourglass {
 public:
  void wake() { when_empty_ = std::bind(&Hourglass::turn, this, 12); }
  void empty() { when_empty_(); }

 private:
  void turn(int hour) { hour_ = hour; }
  std::function<void()> when_empty_;
  int hour_ = 0;
};
}  // namespace bound_to_itself_good

// bad: handler_that_the_base_keeps
namespace base_keeps_bad {
class Socketlike {
 public:
  virtual ~Socketlike() = default;
  void set_reader(std::function<void(const std::string&)> reader) { reader_ = std::move(reader); }
  void got(const std::string& line) { reader_(line); }

 private:
  std::function<void(const std::string&)> reader_;
};
class Lobby : public Socketlike, public std::enable_shared_from_this<Lobby> {
 public:
  void begin() {
    set_reader([self = shared_from_this()](const std::string& line) { self->lines_.push_back(line); });  // expect: async-ownership-cycle
  }

 private:
  std::vector<std::string> lines_;
};
}  // namespace base_keeps_bad
// good: handler_that_the_base_keeps
namespace base_keeps_good {
class Pipelike {
 public:
  virtual ~Pipelike() = default;
  void set_drain(std::function<void(const std::string&)> drain) { drain_ = std::move(drain); }
  void got(const std::string& line) { drain_(line); }

 private:
  std::function<void(const std::string&)> drain_;
};
class Cellar : public Pipelike, public std::enable_shared_from_this<Cellar> {
 public:
  void begin() {
    set_drain([self = shared_from_this()](const std::string& line) { self->lines_.push_back(line); });
  }
  void end() { set_drain(nullptr); }

 private:
  std::vector<std::string> lines_;
};
}  // namespace base_keeps_good

// bad: commands_by_name
namespace commands_bad {
class Console : public std::enable_shared_from_this<Console> {
 public:
  void offer() {
    auto self = shared_from_this();
    commands_["quit"] = [self](const std::string&) { self->done_ = true; };  // expect: async-ownership-cycle
  }
  void enter(const std::string& word) { commands_.at(word)(word); }

 private:
  std::map<std::string, std::function<void(const std::string&)>> commands_;
  bool done_ = false;
};
}  // namespace commands_bad
// good: commands_by_name
namespace commands_good {
class Terminal : public std::enable_shared_from_this<Terminal> {
 public:
  void offer() {
    auto self = shared_from_this();
    words_["quit"] = [self](const std::string&) { self->done_ = true; };
  }
  void enter(const std::string& word) { words_.at(word)(word); }
  void hang_up() { words_.clear(); }

 private:
  std::map<std::string, std::function<void(const std::string&)>> words_;
  bool done_ = false;
};
}  // namespace commands_good

// bad: retry_in_a_shared_state
namespace retry_bad {
template <class Fetch>
void fetch_until(Fetch fetch, int tries) {
  struct State {
    int left;
    std::function<void()> again;
  };
  auto state = std::make_shared<State>();
  state->left = tries;
  state->again = [state, fetch] {  // expect: async-ownership-cycle
    if (--state->left > 0 && !fetch()) state->again();
  };
  state->again();
}
bool once();
void fetch_some() { fetch_until(once, 3); }
}  // namespace retry_bad
// good: retry_in_a_shared_state
namespace retry_good {
template <class Fetch>
void fetch_until(Fetch fetch, int tries) {
  struct Attempt {
    int left;
    std::function<void(std::shared_ptr<Attempt>)> once_more;
  };
  auto attempt = std::make_shared<Attempt>();
  attempt->left = tries;
  attempt->once_more = [fetch](std::shared_ptr<Attempt> self) {
    if (--self->left > 0 && !fetch()) self->once_more(self);
  };
  attempt->once_more(attempt);
}
bool once();
void fetch_some() { fetch_until(once, 3); }
}  // namespace retry_good
