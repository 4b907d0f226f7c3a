// What the native cells do before the clock starts, the same way for all of them. Not itself a cell.
#pragma once

#include <cstddef>
#include <vector>

#include "bench/workloads/http_exchange.h"

namespace unblock::bench::native {

/// `count` connections to the target, TCP_NODELAY, blocking; added to the claim. The caller owns the descriptors.
std::vector<int> open_sockets(Context& context, std::size_t count);

/// The exchange of a gather cell; the answer of a real server is learned over a connection of its own.
HttpExchange native_exchange(Context& context);

}  // namespace unblock::bench::native
