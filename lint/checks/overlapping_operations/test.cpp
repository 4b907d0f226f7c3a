// Cases of async-overlapping-operations: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about
// and quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <uv.h>

#include <array>

namespace asio = boost::asio;
using boost::system::error_code;

static const char kHead[] = "head";
static const char kBody[] = "body";
static std::array<char, 64> input;

void bad(asio::ip::tcp::socket& socket) {
  asio::async_write(socket, asio::buffer(kHead), [](error_code, std::size_t) {});
  // expect: 'async_write' starts on 'socket' before 'async_write' is done
  asio::async_write(socket, asio::buffer(kBody), [](error_code, std::size_t) {});
}

class Link {
 public:
  void bad_through_a_helper() {
    write(kHead);
    // expect: 'async_write' starts on 'socket_' before 'async_write' is done
    write(kBody);
  }
  void bad_loop(int count) {
    while (count-- > 0) {
      // expect: 'async_write' starts on 'socket_' in each round
      write(kBody);
    }
  }
  void good() {
    asio::async_read(socket_, asio::buffer(input), [](error_code, std::size_t) {});
    asio::async_write(socket_, asio::buffer(kHead), [this](error_code, std::size_t) { write(kBody); });
  }
  void good_flag() {
    for (int i = 0; i < 3; ++i) {
      if (writing_) continue;
      if (!writing_) {
        writing_ = true;
        write(kBody);
      }
    }
  }

 private:
  void write(const char (&text)[5]) {
    asio::async_write(socket_, asio::buffer(text), [this](error_code, std::size_t) { writing_ = false; });
  }

  asio::ip::tcp::socket& socket_;
  bool writing_ = false;
};

void good_branches(asio::ip::tcp::socket& socket, bool first, bool second) {
  if (first) asio::async_write(socket, asio::buffer(kHead), [](error_code, std::size_t) {});
  if (second) asio::async_write(socket, asio::buffer(kBody), [](error_code, std::size_t) {});
}

static void on_done(uv_work_t*, int) {}
static void work(uv_work_t*) {}
void bad_request(uv_loop_t* loop, uv_work_t* request) {
  uv_queue_work(loop, request, work, on_done);
  // expect: 'uv_queue_work' starts on 'request' before
  uv_queue_work(loop, request, work, on_done);
}
void good_requests(uv_loop_t* loop) {
  for (int i = 0; i < 3; ++i) {
    uv_work_t* request = new uv_work_t;
    uv_queue_work(loop, request, work, on_done);
  }
}

void silenced(asio::ip::tcp::socket& socket) {
  asio::async_write(socket, asio::buffer(kHead), [](error_code, std::size_t) {});
  asio::async_write(socket, asio::buffer(kBody), [](error_code, std::size_t) {});  // NOLINT(async-overlapping-operations)
}

#define WRITE(text) asio::async_write(socket, asio::buffer(text), [](error_code, std::size_t) {})
template <class Socket>
void macro_in_template(Socket& socket) {
  WRITE(kHead);
  // expect: 'async_write' starts on 'socket' before
  WRITE(kBody);
}
void instantiated(asio::ip::tcp::socket& socket) { macro_in_template(socket); }
