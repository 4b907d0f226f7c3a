// Mends Boost.Asio 1.81 on io_uring; to be included before Asio. Asio cancels with a submission entry whose user_data it does
// not set, and liburing from 2.2 on does not clear it, so once the ring has gone round, a cancellation completes in the name of
// whatever used its slot 16384 entries before: another socket's pending operation, which is lost.
#pragma once

#if defined(BOOST_ASIO_HAS_IO_URING)

#if defined(BOOST_ASIO_DETAIL_IO_URING_SERVICE_HPP)
#error "runtimes/asio/uring_entries.h comes too late: include it before Boost.Asio"
#endif

#include <liburing.h>

/// As liburing's, the entry's user_data cleared: Asio skips completions without one.
inline io_uring_sqe* unblock_clean_sqe(io_uring* ring) {
  io_uring_sqe* entry = io_uring_get_sqe(ring);
  if (entry) entry->user_data = 0;
  return entry;
}

#define io_uring_get_sqe unblock_clean_sqe

#endif
