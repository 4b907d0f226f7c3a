// gather with Asio's callbacks: async_write of the request, async_read_some into the parser.
#include "bench/workloads/gather.h"

#include <boost/asio/buffer.hpp>
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
  Session(net::ip::tcp::socket socket, Context& context, const HttpExchange& exchange, std::uint64_t times, unsigned task)
      : socket_(std::move(socket)), context_(context), exchange_(exchange), reader_(exchange), left_(times), task_(task) {}

  void write() {
    sent_ns_ = Context::now_ns();
    net::async_write(socket_, net::buffer(exchange_.request().data(), exchange_.request().size()),
                     [this](ErrorCode error, std::size_t) {
                       if (error) throw boost::system::system_error(error);
                       read();
                     });
  }

 private:
  void read() {
    const std::span<std::byte> space = reader_.space();
    socket_.async_read_some(net::buffer(space.data(), space.size()), [this](ErrorCode error, std::size_t count) {
      if (error) throw boost::system::system_error(error);
      if (reader_.received(count)) {
        answered();
      } else {
        read();
      }
    });
  }

  void answered() {
    const std::int64_t now_ns = Context::now_ns();
    context_.record(now_ns - sent_ns_);
    context_.record_span(task_, sent_ns_, now_ns);
    if (!reader_.problem().empty()) context_.fail(reader_.problem());
    if (--left_ != 0) write();
  }

  net::ip::tcp::socket socket_;
  Context& context_;
  const HttpExchange& exchange_;
  HttpReader reader_;
  std::uint64_t left_;
  unsigned task_;
  std::int64_t sent_ns_ = 0;
};

}  // namespace

void asio_gather(Context& context) {
  note_asio(context);
  HttpExchange exchange = native_exchange(context);
  const std::size_t connections = context.count(Gather::kRequests);
  const std::uint64_t times = Gather::times(context, exchange, connections);
  net::io_context io(1);
  std::deque<Session> sessions;
  for (const int descriptor : open_sockets(context, connections)) {
    sessions.emplace_back(adopt(io, descriptor, context.target()), context, exchange, times, static_cast<unsigned>(sessions.size()));
  }
  context.start();
  for (Session& session : sessions) session.write();
  io.run();
  context.stop();
  Gather::settle(context, exchange, connections, times);
}

}  // namespace unblock::bench::native
