// echo with Asio's callbacks: async_write, then async_read of as many bytes.
#include "bench/workloads/echo.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <deque>

#include "bench/native/asio/cells.h"
#include "bench/native/set_up.h"

namespace unblock::bench::native {
namespace {

namespace net = boost::asio;
using ErrorCode = boost::system::error_code;

class Session {
 public:
  Session(net::ip::tcp::socket socket, Context& context, std::span<const std::byte> message, std::uint64_t times)
      : socket_(std::move(socket)), context_(context), message_(message), answer_(message.size()), left_(times) {}

  void write() {
    sent_ns_ = Context::now_ns();
    net::async_write(socket_, net::buffer(message_.data(), message_.size()), [this](ErrorCode error, std::size_t) {
      if (error) throw boost::system::system_error(error);
      read();
    });
  }

 private:
  void read() {
    net::async_read(socket_, net::buffer(answer_), [this](ErrorCode error, std::size_t) {
      if (error) throw boost::system::system_error(error);
      context_.record(Context::now_ns() - sent_ns_);
      if (!same_bytes(message_, answer_)) context_.fail("an echo came back changed");
      if (--left_ != 0) write();
    });
  }

  net::ip::tcp::socket socket_;
  Context& context_;
  std::span<const std::byte> message_;
  std::vector<std::byte> answer_;
  std::uint64_t left_;
  std::int64_t sent_ns_ = 0;
};

}  // namespace

void asio_echo(Context& context) {
  note_asio(context);
  const EchoTraffic traffic(context.count(Echo::kConnections), context.count(Echo::kBytes));
  const std::uint64_t times = pings_per_connection(traffic.connections());
  net::io_context io(1);
  std::deque<Session> sessions;
  for (const int descriptor : open_sockets(context, traffic.connections())) {
    sessions.emplace_back(adopt(io, descriptor, context.target()), context, traffic.message(sessions.size()), times);
  }
  context.start();
  for (Session& session : sessions) session.write();
  io.run();
  context.stop();
  context.operations(times * traffic.connections());
  traffic.add_to(context.claim(), std::vector<std::uint64_t>(traffic.connections(), times));
}

}  // namespace unblock::bench::native
