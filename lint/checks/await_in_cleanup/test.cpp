// Cases of async-await-in-cleanup: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "lazy_task.h"

namespace asio = boost::asio;

namespace cppcoro {
template <class Task>
void sync_wait(Task&& task);
}

Lazy<int> close_all();

struct Bad {
  asio::io_context& io;
  int open = 1;
  ~Bad() {
    // expect: this destructor starts 'post' with a handler that uses the destroyed object
    asio::post(io, [this] { open = 0; });
  }
};
struct BadWait {
  // expect: this destructor waits in 'sync_wait' for a coroutine
  ~BadWait() { cppcoro::sync_wait(close_all()); }
};
struct Good {
  asio::io_context io;
  int open = 1;
  ~Good() {
    asio::post(io, [this] { open = 0; });
    io.run();
  }
  void close() {
    asio::post(io, [this] { open = 0; });
    cppcoro::sync_wait(close_all());
  }
};
struct Silenced {
  asio::io_context& io;
  int open = 1;
  ~Silenced() {
    asio::post(io, [this] { open = 0; });  // NOLINT(async-await-in-cleanup)
  }
};
#define LATER(io, work) asio::post(io, work)
template <class T>
struct MacroInTemplate {
  asio::io_context& io;
  T open{};
  ~MacroInTemplate() {
    // expect: this destructor starts 'post'
    LATER(io, [this] { open = T(); });
  }
};
void instantiated(asio::io_context& io) { MacroInTemplate<int> object{io}; }
