// The waits of libc in which event loops stand still. Each wrapper is the same: note, call, note.
#include <dlfcn.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "watch/preload/real.h"
#include "watch/preload/thread.h"

using unblock::watch::WaitKind;

// glibc's names of poll and ppoll for programs that were compiled with _FORTIFY_SOURCE.
extern "C" int __poll_chk(pollfd* fds, nfds_t count, int timeout, std::size_t size);
extern "C" int __ppoll_chk(pollfd* fds, nfds_t count, const timespec* timeout, const sigset_t* mask, std::size_t size);

#define UNBLOCK_WRAP(kind, name, parameters, arguments)                   \
  extern "C" __attribute__((visibility("default"))) int name parameters { \
    UNBLOCK_REAL(name);                                                   \
    UNBLOCK_WAIT(kind);                                                   \
    const int result = real arguments;                                    \
    wait.over(result);                                                    \
    return result;                                                        \
  }

UNBLOCK_WRAP(WaitKind::epoll, epoll_wait, (int epoll, epoll_event* events, int most, int timeout), (epoll, events, most, timeout))
UNBLOCK_WRAP(WaitKind::epoll, epoll_pwait, (int epoll, epoll_event* events, int most, int timeout, const sigset_t* mask),
             (epoll, events, most, timeout, mask))
UNBLOCK_WRAP(WaitKind::epoll, epoll_pwait2, (int epoll, epoll_event* events, int most, const timespec* timeout, const sigset_t* mask),
             (epoll, events, most, timeout, mask))
UNBLOCK_WRAP(WaitKind::poll, poll, (pollfd * fds, nfds_t count, int timeout), (fds, count, timeout))
UNBLOCK_WRAP(WaitKind::poll, __poll_chk, (pollfd * fds, nfds_t count, int timeout, std::size_t size), (fds, count, timeout, size))
UNBLOCK_WRAP(WaitKind::poll, ppoll, (pollfd * fds, nfds_t count, const timespec* timeout, const sigset_t* mask),
             (fds, count, timeout, mask))
UNBLOCK_WRAP(WaitKind::poll, __ppoll_chk,
             (pollfd * fds, nfds_t count, const timespec* timeout, const sigset_t* mask, std::size_t size),
             (fds, count, timeout, mask, size))
UNBLOCK_WRAP(WaitKind::select, select, (int count, fd_set* in, fd_set* out, fd_set* error, timeval* timeout),
             (count, in, out, error, timeout))
UNBLOCK_WRAP(WaitKind::select, pselect,
             (int count, fd_set* in, fd_set* out, fd_set* error, const timespec* timeout, const sigset_t* mask),
             (count, in, out, error, timeout, mask))
