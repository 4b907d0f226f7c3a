// A loop of very many empty turns: what one costs, with and without being watched. Prints nanoseconds of CPU.
#include <sys/epoll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

double now_ns() {
  timespec now;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

}  // namespace

int main(int argc, char** argv) {
  const long turns = argc > 1 ? std::atol(argv[1]) : 1'000'000;
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event event;
  for (long i = 0; i < turns / 10; ++i) ::epoll_wait(epoll, &event, 1, 0);
  const double begin = now_ns();
  for (long i = 0; i < turns; ++i) ::epoll_wait(epoll, &event, 1, 0);
  std::printf("%.3f\n", (now_ns() - begin) / static_cast<double>(turns));
  return 0;
}
