#include <liburing.h>

#include <cstdio>

#include "mistakes.h"

int main() {
  io_uring ring;
  if (::io_uring_queue_init(8, &ring, 0) != 0) {
    std::puts("no io_uring here");
    return 77;
  }
  __kernel_timespec soon{0, 3'000'000};
  do {
    ::io_uring_prep_timeout(::io_uring_get_sqe(&ring), &soon, 0, 0);
    io_uring_cqe* cqe = nullptr;
    ::io_uring_submit(&ring);
    if (::io_uring_wait_cqe(&ring, &cqe) != 0) return 2;
    ::io_uring_cqe_seen(&ring, cqe);
  } while (seeded::step());
  ::io_uring_queue_exit(&ring);
  return seeded::result();
}
