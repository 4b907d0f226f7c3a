// More of POSIX: processes, threads, semaphores, name services; in eager and detached coroutines.
#include "awaiters.h"
#include "eager_task.h"

#include <netdb.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>

// bad: shell
namespace shell_bad {
Detached rotate_logs() {
  co_await sleep_ms(5);
  system("logrotate app.conf");  // expect: async-blocking-call
}
}  // namespace shell_bad
// good: shell
namespace shell_good {
void rotate_logs_at_exit() { system("logrotate app.conf"); }
Detached tick() { co_await sleep_ms(5); }
}  // namespace shell_good

// bad: pipe_to_child
namespace pipe_to_child_bad {
Eager<int> git_revision() {
  FILE* pipe = popen("git rev-parse HEAD", "r");  // expect: async-blocking-call
  co_return pipe != nullptr;
}
}  // namespace pipe_to_child_bad
// good: pipe_to_child
namespace pipe_to_child_good {
Eager<int> git_revision(int cached) { co_return cached; }
}  // namespace pipe_to_child_good

// bad: join_thread
namespace join_thread_bad {
Eager<int> stop(pthread_t worker) {
  pthread_join(worker, nullptr);  // expect: async-blocking-call
  co_return 0;
}
}  // namespace join_thread_bad
// good: join_thread
namespace join_thread_good {
Eager<int> stop(pthread_t worker) {
  pthread_detach(worker);
  co_return 0;
}
}  // namespace join_thread_good

// bad: semaphore
namespace semaphore_bad {
Eager<int> take(sem_t* slots) {
  sem_wait(slots);  // expect: async-blocking-call
  co_return 1;
}
}  // namespace semaphore_bad
// good: semaphore
namespace semaphore_good {
Eager<int> take(sem_t* slots) {
  while (sem_trywait(slots) != 0) co_await sleep_ms(1);
  co_return 1;
}
}  // namespace semaphore_good

// bad: select_timeout
namespace select_timeout_bad {
Eager<int> readable(fd_set* set) {
  co_return select(8, set, nullptr, nullptr, nullptr);  // expect: async-blocking-call
}
}  // namespace select_timeout_bad
// good: select_timeout
namespace select_timeout_good {
Eager<int> readable(fd_set* set) {
  timeval no_wait{};
  co_return select(8, set, nullptr, nullptr, &no_wait);
}
}  // namespace select_timeout_good

// bad: legacy_lookup
namespace legacy_lookup_bad {
Detached greet(const char* name) {
  hostent* host = gethostbyname(name);  // expect: async-blocking-call
  if (host) co_await sleep_ms(1);
}
}  // namespace legacy_lookup_bad
// good: legacy_lookup
namespace legacy_lookup_good {
Detached greet(hostent* already_resolved) {
  if (already_resolved) co_await sleep_ms(1);
}
}  // namespace legacy_lookup_good

// bad: condition_wait
namespace condition_wait_bad {
Eager<int> wait_for_data(pthread_cond_t* ready, pthread_mutex_t* lock) {
  pthread_cond_wait(ready, lock);  // expect: async-blocking-call
  co_return 0;
}
}  // namespace condition_wait_bad
// good: condition_wait
namespace condition_wait_good {
Eager<int> announce_data(pthread_cond_t* ready) {
  pthread_cond_signal(ready);
  co_return 0;
}
}  // namespace condition_wait_good

// bad: numeric_address
namespace numeric_address_bad {
Eager<int> parse(const char* text) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  addrinfo* found = nullptr;
  co_return getaddrinfo(text, nullptr, &hints, &found);  // expect: async-blocking-call
}
}  // namespace numeric_address_bad
// good: numeric_address
namespace numeric_address_good {
Eager<int> format(const sockaddr* address, socklen_t size) {
  char host[64];
  co_return getnameinfo(address, size, host, sizeof host, nullptr, 0, NI_NUMERICHOST | NI_NUMERICSERV);
}
}  // namespace numeric_address_good

// A function of C++ is not the one of the C library that has its name.
SleepAwaiter connect(const char* host);
// bad: same_name
namespace same_name_bad {
Eager<int> attach(int fd, const sockaddr* address, socklen_t size) {
  co_return connect(fd, address, size);  // expect: async-blocking-call
}
}  // namespace same_name_bad
// good: same_name
namespace same_name_good {
Eager<int> attach() {
  co_await connect("localhost");
  co_return 0;
}
}  // namespace same_name_good
