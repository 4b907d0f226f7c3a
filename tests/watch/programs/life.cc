// What a program may do that a watcher could disturb: fork, exec, threads that end, all descriptors closed, signals blocked, a
// seccomp filter. Exit code 0 when all of it went as it does without a watcher; else the number of the step that did not.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <thread>
#include <vector>

#ifdef UNBLOCK_LINKED
#include "unblock_watch.h"
#endif

namespace {

void nap(long ms) {
  const timespec time{ms / 1000, ms % 1000 * 1'000'000};
  ::nanosleep(&time, nullptr);
}

/// A loop of a few turns, in which one is long. Each loop is a function of its own: what lies between two of them is no turn.
template <int Which>
__attribute__((noinline)) void loop(long stall_ms) {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < 6; ++i) {
    epoll_event event;
    ::epoll_wait(epoll, &event, 1, 2);
    if (i == 3) nap(stall_ms);
  }
  ::close(epoll);
}

/// Only what a loop and its exit need may be called; anything else ends the process.
bool forbid_the_rest() {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_poll, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clock_nanosleep, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{sizeof filter / sizeof *filter, filter};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
#ifdef UNBLOCK_LINKED
  ::unblock_watch_start();
#endif
  if (argc > 1) {  // after exec
    loop<1>(60);
    return 7;
  }
  loop<2>(60);

  if (const pid_t child = ::fork(); child == 0) {
    loop<3>(60);
    ::_exit(5);
  } else if (WEXITSTATUS(status_of(child)) != 5) {
    return 1;
  }

  if (const pid_t child = ::fork(); child == 0) {
    ::execl(argv[0], argv[0], "again", nullptr);
    ::_exit(9);
  } else if (WEXITSTATUS(status_of(child)) != 7) {
    return 2;
  }

  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) threads.emplace_back([] { loop<4>(0); });
  for (std::thread& thread : threads) thread.join();

  sigset_t all, pending;
  sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  loop<5>(60);
  ::sigpending(&pending);
  for (int signal = 1; signal < 65; ++signal) {
    if (sigismember(&pending, signal) == 1 && signal != SIGCHLD) return 3;  // nobody has sent one
  }

  if (const pid_t child = ::fork(); child == 0) {
    ::poll(nullptr, 0, 1);  // libc has found out by now what it asks the kernel for only once
    nap(1);
    if (!forbid_the_rest()) ::_exit(6);
    for (int i = 0; i < 6; ++i) {
      ::poll(nullptr, 0, 2);
      if (i == 3) nap(60);
    }
    ::_exit(8);
  } else if (const int status = status_of(child); !WIFEXITED(status) || WEXITSTATUS(status) != 8) {
    return 4;
  }

  ::closefrom(0);
  if (::epoll_create1(0) != 0) return 5;  // the lowest free number: none is taken
  epoll_event event;
  for (int i = 0; i < 6; ++i) ::epoll_wait(0, &event, 1, 2);
  return 0;
}
