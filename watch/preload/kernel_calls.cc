#include "watch/preload/kernel_calls.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace unblock::watch::preload::kernel {
namespace {

constexpr long kMaskBytes = _NSIG / 8;

/// A thread that is cancelled while it waits must end there, as it does in libc's own wait.
template <class... Arguments>
int call(long number, Arguments... arguments) {
  int type = 0;
  ::pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &type);
  const auto result = static_cast<int>(::syscall(number, arguments...));
  ::pthread_setcanceltype(type, nullptr);
  return result;
}

}  // namespace

// The same system calls that libc makes: a filter of the program may allow no others.
int epoll_wait(int epoll, epoll_event* events, int most, int timeout) {
#ifdef SYS_epoll_wait
  return call(SYS_epoll_wait, epoll, events, most, timeout);
#else
  return call(SYS_epoll_pwait, epoll, events, most, timeout, nullptr, kMaskBytes);
#endif
}

int epoll_pwait(int epoll, epoll_event* events, int most, int timeout, const sigset_t* mask) {
  return call(SYS_epoll_pwait, epoll, events, most, timeout, mask, kMaskBytes);
}

int epoll_pwait2(int epoll, epoll_event* events, int most, const timespec* timeout, const sigset_t* mask) {
  return call(SYS_epoll_pwait2, epoll, events, most, timeout, mask, kMaskBytes);
}

int ppoll(pollfd* fds, nfds_t count, const timespec* timeout, const sigset_t* mask) {
  timespec left{};  // the kernel writes the rest of the time into what it is given, and libc does not
  if (timeout) left = *timeout;
  return call(SYS_ppoll, fds, count, timeout ? &left : nullptr, mask, kMaskBytes);
}

int poll(pollfd* fds, nfds_t count, int timeout) {
#ifdef SYS_poll
  return call(SYS_poll, fds, count, timeout);
#else
  timespec time{timeout / 1000, timeout % 1000 * 1'000'000L};
  return call(SYS_ppoll, fds, count, timeout < 0 ? nullptr : &time, nullptr, kMaskBytes);
#endif
}

int __poll_chk(pollfd* fds, nfds_t count, int timeout, std::size_t size) {
  if (size / sizeof *fds < count) std::abort();
  return kernel::poll(fds, count, timeout);
}

int __ppoll_chk(pollfd* fds, nfds_t count, const timespec* timeout, const sigset_t* mask, std::size_t size) {
  if (size / sizeof *fds < count) std::abort();
  return kernel::ppoll(fds, count, timeout, mask);
}

int pselect(int count, fd_set* in, fd_set* out, fd_set* error, const timespec* timeout, const sigset_t* mask) {
  timespec left{};
  if (timeout) left = *timeout;
  const struct {
    const sigset_t* mask;
    long bytes;
  } how{mask, kMaskBytes};
  return call(SYS_pselect6, count, in, out, error, timeout ? &left : nullptr, &how);
}

int select(int count, fd_set* in, fd_set* out, fd_set* error, timeval* timeout) {
  timespec left{};
  if (timeout) left = {timeout->tv_sec + timeout->tv_usec / 1'000'000, timeout->tv_usec % 1'000'000 * 1000};
  const int result = call(SYS_pselect6, count, in, out, error, timeout ? &left : nullptr, nullptr);
  if (timeout) *timeout = {left.tv_sec, left.tv_nsec / 1000};  // Linux' select does say what is left
  return result;
}

}  // namespace unblock::watch::preload::kernel
