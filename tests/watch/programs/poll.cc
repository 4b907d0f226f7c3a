#include <poll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cstdint>

#include "mistakes.h"

int main() {
  const int timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  const itimerspec each{{0, 3'000'000}, {0, 3'000'000}};
  ::timerfd_settime(timer, 0, &each, nullptr);
  pollfd fds[1] = {{timer, POLLIN, 0}};
  do {
    std::uint64_t count;
    if (::poll(fds, 1, -1) != 1 || ::read(timer, &count, sizeof count) != sizeof count) return 2;
  } while (seeded::step());
  return seeded::result();
}
