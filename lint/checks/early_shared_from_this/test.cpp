// Cases of async-early-shared-from-this: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <functional>
#include <memory>

class Bad : public std::enable_shared_from_this<Bad> {
 public:
  // expect: shared_from_this() throws in the constructor
  Bad() { start(); }
  // expect: shared_from_this() throws in the destructor
  ~Bad() { keep_ = shared_from_this(); }

 private:
  void start() { keep_ = shared_from_this(); }
  std::weak_ptr<Bad> keep_;
};
class Good : public std::enable_shared_from_this<Good> {
 public:
  Good() {
    later_ = [this] { keep_ = shared_from_this(); };
    keep_ = weak_from_this();
  }
  void start() { keep_ = shared_from_this(); }

 private:
  std::function<void()> later_;
  std::weak_ptr<Good> keep_;
};
class Silenced : public std::enable_shared_from_this<Silenced> {
 public:
  Silenced() { keep_ = shared_from_this(); }  // NOLINT(async-early-shared-from-this)

 private:
  std::weak_ptr<Silenced> keep_;
};
#define SELF() this->shared_from_this()
template <class T>
class MacroInTemplate : public std::enable_shared_from_this<MacroInTemplate<T>> {
 public:
  // expect: shared_from_this() throws in the constructor
  MacroInTemplate() { keep_ = SELF(); }

 private:
  std::weak_ptr<MacroInTemplate<T>> keep_;
};
void instantiated() { MacroInTemplate<int> object; }
