// unblock-worker-asio_native: Asio's callbacks, hand-written, beside the shared coroutine cells.
#include "bench/native/asio/cells.h"
#include "bench/native/entry.h"
#include "bench/native/waits.h"
#include "bench/worker/worker.h"
#include "bench/workloads/echo.h"
#include "bench/workloads/gather.h"

int main(int argc, char** argv) {
  using namespace unblock::bench;
  return worker_main(argc, argv, {"asio_native", "native", {}, {}},
                     {native::entry<Sleep>(&native::asio_sleep), native::entry<Gather>(&native::asio_gather),
                      native::entry<Echo>(&native::asio_echo), native::entry<Cancel>(&native::asio_cancel, &native::only_sleeping)});
}
