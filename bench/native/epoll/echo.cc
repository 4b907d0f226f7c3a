// echo on raw epoll: one send and one recv a round trip.
#include "bench/workloads/echo.h"

#include <deque>

#include "bench/native/epoll/cells.h"
#include "bench/native/epoll/machine.h"
#include "bench/native/set_up.h"

namespace unblock::bench::native {
namespace {

class Session {
 public:
  Session(int epoll, int descriptor, Context& context, std::span<const std::byte> message, std::uint64_t times)
      : connection_(epoll, descriptor, this), context_(context), message_(message), answer_(message.size()), left_(times) {}

  void write() {
    sent_ns_ = Context::now_ns();
    connection_.send(message_);
  }
  void writable() { connection_.flush(); }

  bool readable() {
    have_ += connection_.receive(std::span(answer_).subspan(have_));
    if (have_ < answer_.size()) return true;
    context_.record(Context::now_ns() - sent_ns_);
    have_ = 0;
    if (!same_bytes(message_, answer_)) context_.fail("an echo came back changed");
    if (--left_ == 0) return false;
    write();
    return true;
  }

 private:
  EpollConnection connection_;
  Context& context_;
  std::span<const std::byte> message_;
  std::vector<std::byte> answer_;
  std::size_t have_ = 0;
  std::uint64_t left_;
  std::int64_t sent_ns_ = 0;
};

}  // namespace

void epoll_echo(Context& context) {
  const EchoTraffic traffic(context.count(Echo::kConnections), context.count(Echo::kBytes));
  const std::uint64_t times = pings_per_connection(traffic.connections());
  EpollSet set;
  std::deque<Session> sessions;
  for (const int descriptor : open_sockets(context, traffic.connections())) {
    sessions.emplace_back(set.get(), descriptor, context, traffic.message(sessions.size()), times);
  }
  context.start();
  for (Session& session : sessions) session.write();
  set.run<Session>(sessions.size());
  context.stop();
  context.operations(times * traffic.connections());
  traffic.add_to(context.claim(), std::vector<std::uint64_t>(traffic.connections(), times));
}

}  // namespace unblock::bench::native
