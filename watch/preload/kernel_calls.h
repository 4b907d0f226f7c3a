// The waits as system calls, with errno and as points where a thread may be cancelled, as libc has them.
#pragma once

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include <cstddef>

namespace unblock::watch::preload::kernel {

int epoll_wait(int epoll, epoll_event* events, int most, int timeout);
int epoll_pwait(int epoll, epoll_event* events, int most, int timeout, const sigset_t* mask);
int epoll_pwait2(int epoll, epoll_event* events, int most, const timespec* timeout, const sigset_t* mask);
int poll(pollfd* fds, nfds_t count, int timeout);
int ppoll(pollfd* fds, nfds_t count, const timespec* timeout, const sigset_t* mask);
int __poll_chk(pollfd* fds, nfds_t count, int timeout, std::size_t size);
int __ppoll_chk(pollfd* fds, nfds_t count, const timespec* timeout, const sigset_t* mask, std::size_t size);
int select(int count, fd_set* in, fd_set* out, fd_set* error, timeval* timeout);
int pselect(int count, fd_set* in, fd_set* out, fd_set* error, const timespec* timeout, const sigset_t* mask);

}  // namespace unblock::watch::preload::kernel
