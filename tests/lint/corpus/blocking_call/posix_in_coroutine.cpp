// Direct POSIX calls in the body of a hand-written lazy coroutine, and the flags under which the same calls do not wait.
#include "awaiters.h"
#include "lazy_task.h"

#include <netdb.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// bad: sleep_direct
namespace sleep_direct_bad {
Lazy<int> retry() {
  sleep(1);  // expect: async-blocking-call
  co_return 3;
}
}  // namespace sleep_direct_bad
// good: sleep_direct
namespace sleep_direct_good {
Lazy<int> retry() {
  co_await sleep_ms(1000);
  co_return 3;
}
}  // namespace sleep_direct_good

// bad: name_lookup
namespace name_lookup_bad {
Lazy<int> resolve(const char* host) {
  addrinfo* found = nullptr;
  int error = getaddrinfo(host, "http", nullptr, &found);  // expect: async-blocking-call
  co_await sleep_ms(1);
  co_return error;
}
}  // namespace name_lookup_bad
// good: name_lookup
namespace name_lookup_good {
int resolve_at_startup(const char* host) {
  addrinfo* found = nullptr;
  return getaddrinfo(host, "http", nullptr, &found);
}
Lazy<int> use(int family) { co_return family; }
}  // namespace name_lookup_good

// bad: recv_flags
namespace recv_flags_bad {
Lazy<long> read_some(int fd) {
  char data[64];
  long count = recv(fd, data, sizeof data, MSG_PEEK);  // expect: async-blocking-call
  co_return count;
}
}  // namespace recv_flags_bad
// good: recv_flags
namespace recv_flags_good {
Lazy<long> read_some(int fd) {
  char data[64];
  long count = recv(fd, data, sizeof data, MSG_DONTWAIT | MSG_PEEK);
  co_return count;
}
}  // namespace recv_flags_good

// bad: wait_for_child
namespace wait_for_child_bad {
Lazy<int> reap(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);  // expect: async-blocking-call
  co_return status;
}
}  // namespace wait_for_child_bad
// good: wait_for_child
namespace wait_for_child_good {
Lazy<int> reap(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) co_await sleep_ms(10);
  co_return status;
}
}  // namespace wait_for_child_good

// bad: poll_timeout
namespace poll_timeout_bad {
Lazy<int> ready(pollfd* fds) {
  int count = poll(fds, 1, -1);  // expect: async-blocking-call
  co_return count;
}
}  // namespace poll_timeout_bad
// good: poll_timeout
namespace poll_timeout_good {
Lazy<int> ready(pollfd* fds) {
  constexpr int kNoWait = 0;
  int count = poll(fds, 1, kNoWait);
  co_return count;
}
}  // namespace poll_timeout_good

// bad: epoll_timeout
namespace epoll_timeout_bad {
Lazy<int> events(int epoll, epoll_event* out) {
  co_return epoll_wait(epoll, out, 8, 100);  // expect: async-blocking-call
}
}  // namespace epoll_timeout_bad
// good: epoll_timeout
namespace epoll_timeout_good {
Lazy<int> events(int epoll, epoll_event* out) { co_return epoll_wait(epoll, out, 8, 0); }
}  // namespace epoll_timeout_good

// bad: accept_on_socket
namespace accept_on_socket_bad {
Lazy<int> next() {
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  int peer = accept(listener, nullptr, nullptr);  // expect: async-blocking-call
  co_return peer;
}
}  // namespace accept_on_socket_bad
// good: accept_on_socket
namespace accept_on_socket_good {
Lazy<int> next() {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int peer = accept(listener, nullptr, nullptr);
  co_return peer;
}
}  // namespace accept_on_socket_good
