// gather with libuv's callbacks: what is read goes straight into the parser's buffer.
#include "bench/workloads/gather.h"

#include <deque>

#include "bench/native/libuv/cells.h"
#include "bench/native/libuv/loop.h"
#include "bench/native/set_up.h"

namespace unblock::bench::native {
namespace {

struct Session : UvConnection {
  explicit Session(const HttpExchange& exchange) : reader(exchange) {}
  HttpReader reader;
  unsigned task = 0;

  static Session& of(uv_handle_t* handle) { return static_cast<Session&>(*static_cast<UvConnection*>(handle->data)); }

  void start() {
    uv_read_start(stream(), &allocate, &received);
    write();
  }

  static void allocate(uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
    const std::span<std::byte> space = of(handle).reader.space();
    *buffer = uv_buf_init(reinterpret_cast<char*>(space.data()), static_cast<unsigned>(space.size()));
  }

  static void received(uv_stream_t* stream, ssize_t count, const uv_buf_t*) {
    Session& self = of(reinterpret_cast<uv_handle_t*>(stream));
    if (count < 0) return self.give_up(static_cast<int>(count));
    if (count > 0 && self.reader.received(static_cast<std::size_t>(count))) self.answered();
  }

  void answered() {
    const std::int64_t now_ns = Context::now_ns();
    context->record(now_ns - sent_ns);
    context->record_span(task, sent_ns, now_ns);
    if (!reader.problem().empty()) context->fail(reader.problem());
    if (--left != 0) return write();
    uv_read_stop(stream());
  }
};

}  // namespace

void libuv_gather(Context& context) {
  HttpExchange exchange = native_exchange(context);
  const std::size_t connections = context.count(Gather::kRequests);
  const std::uint64_t times = Gather::times(context, exchange, connections);
  std::deque<Session> sessions;
  UvLoop loop;
  for (const int descriptor : open_sockets(context, connections)) {
    Session& session = sessions.emplace_back(exchange);
    session.open(loop.get(), descriptor);
    session.context = &context;
    session.left = times;
    session.task = static_cast<unsigned>(sessions.size() - 1);
    session.message = uv_buf_init(const_cast<char*>(reinterpret_cast<const char*>(exchange.request().data())),
                                  static_cast<unsigned>(exchange.request().size()));
  }
  context.start();
  for (Session& session : sessions) session.start();
  loop.run();
  context.stop();
  for (Session& session : sessions) session.close();
  Gather::settle(context, exchange, connections, times);
}

}  // namespace unblock::bench::native
