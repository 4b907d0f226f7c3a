// gather on raw epoll: one send a request, recv into the parser until the response is complete.
#include "bench/workloads/gather.h"

#include <deque>

#include "bench/native/epoll/cells.h"
#include "bench/native/epoll/machine.h"
#include "bench/native/set_up.h"

namespace unblock::bench::native {
namespace {

class Session {
 public:
  Session(int epoll, int descriptor, Context& context, const HttpExchange& exchange, std::uint64_t times, unsigned task)
      : connection_(epoll, descriptor, this), context_(context), exchange_(exchange), reader_(exchange), left_(times), task_(task) {}

  void write() {
    sent_ns_ = Context::now_ns();
    connection_.send(exchange_.request());
  }
  void writable() { connection_.flush(); }

  bool readable() {
    const std::size_t count = connection_.receive(reader_.space());
    if (count == 0 || !reader_.received(count)) return true;
    const std::int64_t now_ns = Context::now_ns();
    context_.record(now_ns - sent_ns_);
    context_.record_span(task_, sent_ns_, now_ns);
    if (!reader_.problem().empty()) context_.fail(reader_.problem());
    if (--left_ == 0) return false;
    write();
    return true;
  }

 private:
  EpollConnection connection_;
  Context& context_;
  const HttpExchange& exchange_;
  HttpReader reader_;
  std::uint64_t left_;
  unsigned task_;
  std::int64_t sent_ns_ = 0;
};

}  // namespace

void epoll_gather(Context& context) {
  HttpExchange exchange = native_exchange(context);
  const std::size_t connections = context.count(Gather::kRequests);
  const std::uint64_t times = Gather::times(context, exchange, connections);
  EpollSet set;
  std::deque<Session> sessions;
  for (const int descriptor : open_sockets(context, connections)) {
    sessions.emplace_back(set.get(), descriptor, context, exchange, times, static_cast<unsigned>(sessions.size()));
  }
  context.start();
  for (Session& session : sessions) session.write();
  set.run<Session>(sessions.size());
  context.stop();
  Gather::settle(context, exchange, connections, times);
}

}  // namespace unblock::bench::native
