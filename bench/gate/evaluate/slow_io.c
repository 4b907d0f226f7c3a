// Preloaded into a worker, makes every send cost more: SLOW_NS spins, SLOW_SYSCALL=1 adds a system call, SLOW_MALLOC=1 an
// allocation. The target that the worker starts is left as it is. For the evaluation of the gate only.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static long slow_ns, slow_syscall, slow_malloc;

__attribute__((constructor)) static void read_settings(void) {
  const char* text;
  if (strncmp(program_invocation_short_name, "unblock-worker-", 15) != 0) return;
  if ((text = getenv("SLOW_NS"))) slow_ns = atol(text);
  if ((text = getenv("SLOW_SYSCALL"))) slow_syscall = atol(text);
  if ((text = getenv("SLOW_MALLOC"))) slow_malloc = atol(text);
}

static long now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void slow_down(void) {
  if (slow_syscall) syscall(SYS_getppid);
  if (slow_malloc) {
    void* volatile memory = malloc(32);
    free(memory);
  }
  if (slow_ns > 0) {
    const long end = now_ns() + slow_ns;
    while (now_ns() < end) {
    }
  }
}

#define NEXT(name, type) ((type)dlsym(RTLD_NEXT, name))

ssize_t send(int fd, const void* data, size_t size, int flags) {
  static ssize_t (*next)(int, const void*, size_t, int);
  if (!next) next = NEXT("send", ssize_t(*)(int, const void*, size_t, int));
  slow_down();
  return next(fd, data, size, flags);
}

ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  static ssize_t (*next)(int, const struct msghdr*, int);
  if (!next) next = NEXT("sendmsg", ssize_t(*)(int, const struct msghdr*, int));
  slow_down();
  return next(fd, message, flags);
}

ssize_t write(int fd, const void* data, size_t size) {
  static ssize_t (*next)(int, const void*, size_t);
  if (!next) next = NEXT("write", ssize_t(*)(int, const void*, size_t));
  slow_down();
  return next(fd, data, size);
}

ssize_t writev(int fd, const struct iovec* parts, int count) {
  static ssize_t (*next)(int, const struct iovec*, int);
  if (!next) next = NEXT("writev", ssize_t(*)(int, const struct iovec*, int));
  slow_down();
  return next(fd, parts, count);
}
