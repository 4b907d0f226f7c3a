// The waits of io_uring: what liburing exports. Its inline functions come here when nothing is there yet. A wait for no completion
// asks without waiting, as epoll_wait does with a timeout of 0.
#include <liburing.h>

#include "watch/preload/real.h"
#include "watch/preload/thread.h"

using unblock::watch::WaitKind;
using unblock::watch::preload::Wait;

namespace {

void over(Wait& wait, const io_uring* ring) {
  const unsigned all = __atomic_load_n(ring->cq.ktail, __ATOMIC_ACQUIRE);
  wait.completions(ring->cq.khead, all);
  wait.over(static_cast<long>(all - *ring->cq.khead));
}

}  // namespace

#define UNBLOCK_WRAP(name, parameters, arguments)                                            \
  extern "C" __attribute__((visibility("default"))) int UNBLOCK_RING_NAME(name) parameters { \
    UNBLOCK_REAL_RING(name);                                                                 \
    UNBLOCK_WAIT(WaitKind::io_uring);                                                        \
    const int result = real arguments;                                                       \
    over(wait, ring);                                                                        \
    return result;                                                                           \
  }

UNBLOCK_WRAP(__io_uring_get_cqe, (io_uring * ring, io_uring_cqe** cqe, unsigned submit, unsigned count, sigset_t* mask),
             (ring, cqe, submit, count, mask))
UNBLOCK_WRAP(io_uring_wait_cqes, (io_uring * ring, io_uring_cqe** cqe, unsigned count, __kernel_timespec* timeout, sigset_t* mask),
             (ring, cqe, count, timeout, mask))
UNBLOCK_WRAP(io_uring_wait_cqe_timeout, (io_uring * ring, io_uring_cqe** cqe, __kernel_timespec* timeout), (ring, cqe, timeout))
UNBLOCK_WRAP(io_uring_submit_and_wait, (io_uring * ring, unsigned count), (ring, count))
UNBLOCK_WRAP(io_uring_submit_and_wait_timeout,
             (io_uring * ring, io_uring_cqe** cqe, unsigned count, __kernel_timespec* timeout, sigset_t* mask),
             (ring, cqe, count, timeout, mask))
