// The one runtime of this worker meets all workloads. Compiled once per runtime.
#include UNBLOCK_RUNTIME_HEADER

#include "bench/worker/worker.h"
#include "bench/workloads/list.h"

int main(int argc, char** argv) {
  using Runtime = unblock::UNBLOCK_RUNTIME_TYPE;
  return unblock::bench::worker_main(
      argc, argv, {UNBLOCK_RUNTIME_NAME, "shared", Runtime::kCapabilities, Runtime::unavailable(), UNBLOCK_RUNTIME_ORDER, UNBLOCK_RUNTIME_FLOOR},
      unblock::bench::workloads<Runtime>());
}
