// Asio as its own examples use it: callbacks, one object per connection, one io_context.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "bench/measure/context.h"

namespace unblock::bench::native {

inline void note_asio(Context& context) {
  context.note("completion token", "callback (lambda)");
  context.note("concurrency hint", "1 (default: any number of threads)");
}

/// Takes over a connected descriptor.
inline boost::asio::ip::tcp::socket adopt(boost::asio::io_context& io, int descriptor, const Endpoint& peer) {
  using boost::asio::ip::tcp;
  return {io, peer.address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), descriptor};
}

void asio_echo(Context& context);
void asio_gather(Context& context);
void asio_sleep(Context& context);
void asio_cancel(Context& context);

}  // namespace unblock::bench::native
