#include "bench/native/set_up.h"

#include "bench/workloads/gather.h"
#include "runtimes/blocking/blocking.h"

namespace unblock::bench::native {

std::vector<int> open_sockets(Context& context, std::size_t count) {
  std::vector<int> sockets(count);
  for (int& socket : sockets) socket = BlockingSocket::connect(context.target()).release();
  context.claim().connections += count;
  if (!sockets.empty()) context.inspect(sockets.front());
  return sockets;
}

HttpExchange native_exchange(Context& context) {
  HttpExchange exchange(context, context.argument(Gather::kDelayUs), context.argument(Gather::kBytes));
  BlockingRuntime runtime;
  runtime.run(learn<BlockingRuntime>(runtime, context, exchange));
  return exchange;
}

}  // namespace unblock::bench::native
