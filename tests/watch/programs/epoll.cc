#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cstdint>

#include "mistakes.h"

int main() {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC), timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  const itimerspec each{{0, 3'000'000}, {0, 3'000'000}};
  ::timerfd_settime(timer, 0, &each, nullptr);
  epoll_event event{EPOLLIN, {}};
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
  do {
    std::uint64_t count;
    if (::epoll_wait(epoll, &event, 1, -1) != 1 || ::read(timer, &count, sizeof count) != sizeof count) return 2;
  } while (seeded::step());
  return seeded::result();
}
