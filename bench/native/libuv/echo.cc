// echo with libuv's callbacks, in the manner of its ping-pong benchmark.
#include "bench/workloads/echo.h"

#include <deque>

#include "bench/native/libuv/cells.h"
#include "bench/native/libuv/loop.h"
#include "bench/native/set_up.h"

namespace unblock::bench::native {
namespace {

struct Session : UvConnection {
  std::vector<std::byte> answer;
  std::size_t have = 0;

  static Session& of(uv_handle_t* handle) { return static_cast<Session&>(*static_cast<UvConnection*>(handle->data)); }

  void start() {
    uv_read_start(stream(), &allocate, &received);
    write();
  }

  static void allocate(uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
    Session& self = of(handle);
    *buffer = uv_buf_init(reinterpret_cast<char*>(self.answer.data() + self.have),
                          static_cast<unsigned>(self.answer.size() - self.have));
  }

  static void received(uv_stream_t* stream, ssize_t count, const uv_buf_t*) {
    Session& self = of(reinterpret_cast<uv_handle_t*>(stream));
    if (count < 0) return self.give_up(static_cast<int>(count));
    self.have += static_cast<std::size_t>(count);
    if (self.have == self.answer.size()) self.answered();
  }

  void answered() {
    context->record(Context::now_ns() - sent_ns);
    have = 0;
    if (!same_bytes(std::as_bytes(std::span(message.base, message.len)), answer)) context->fail("an echo came back changed");
    if (--left != 0) return write();
    uv_read_stop(stream());
  }
};

}  // namespace

void libuv_echo(Context& context) {
  const EchoTraffic traffic(context.count(Echo::kConnections), context.count(Echo::kBytes));
  const std::uint64_t times = pings_per_connection(traffic.connections());
  std::deque<Session> sessions;
  UvLoop loop;
  for (const int descriptor : open_sockets(context, traffic.connections())) {
    const std::span<const std::byte> message = traffic.message(sessions.size());
    Session& session = sessions.emplace_back();
    session.open(loop.get(), descriptor);
    session.context = &context;
    session.left = times;
    session.message = uv_buf_init(const_cast<char*>(reinterpret_cast<const char*>(message.data())),
                                  static_cast<unsigned>(message.size()));
    session.answer.resize(message.size());
  }
  context.start();
  for (Session& session : sessions) session.start();
  loop.run();
  context.stop();
  for (Session& session : sessions) session.close();
  context.operations(times * traffic.connections());
  traffic.add_to(context.claim(), std::vector<std::uint64_t>(traffic.connections(), times));
}

}  // namespace unblock::bench::native
