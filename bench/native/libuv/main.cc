// unblock-worker-libuv_native: libuv's callbacks, hand-written, beside the shared coroutine cells.
#include "bench/native/entry.h"
#include "bench/native/libuv/cells.h"
#include "bench/native/waits.h"
#include "bench/worker/worker.h"
#include "bench/workloads/echo.h"
#include "bench/workloads/gather.h"

int main(int argc, char** argv) {
  using namespace unblock::bench;
  return worker_main(argc, argv, {"libuv_native", "native", {}, {}},
                     {native::entry<Sleep>(&native::libuv_sleep), native::entry<Gather>(&native::libuv_gather),
                      native::entry<Echo>(&native::libuv_echo), native::entry<Cancel>(&native::libuv_cancel, &native::only_sleeping)});
}
