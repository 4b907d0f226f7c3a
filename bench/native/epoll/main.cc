// unblock-worker-epoll_native: raw epoll, hand-written, beside the shared coroutine cells.
#include "bench/native/entry.h"
#include "bench/native/epoll/cells.h"
#include "bench/worker/worker.h"
#include "bench/workloads/echo.h"
#include "bench/workloads/gather.h"

int main(int argc, char** argv) {
  using namespace unblock::bench;
#if defined(UNBLOCK_HAS_OPENSSL)
  const auto echo = [](Context& context) { context.tls() ? native::epoll_echo_tls(context) : native::epoll_echo(context); };
  const WorkloadEntry row = native::entry<Echo>(echo, nullptr, {Wire::tls});
#else
  const WorkloadEntry row = native::entry<Echo>(&native::epoll_echo);
#endif
  return worker_main(argc, argv, {"epoll_native", "native", {}, {}}, {native::entry<Gather>(&native::epoll_gather), row});
}
