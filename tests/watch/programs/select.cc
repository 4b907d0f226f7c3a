#include <sys/select.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cstdint>

#include "mistakes.h"

int main() {
  const int timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  const itimerspec each{{0, 3'000'000}, {0, 3'000'000}};
  ::timerfd_settime(timer, 0, &each, nullptr);
  do {
    fd_set fds;
    FD_ZERO(&fds);
    FD_SET(timer, &fds);
    std::uint64_t count;
    if (::pselect(timer + 1, &fds, nullptr, nullptr, nullptr, nullptr) != 1 || ::read(timer, &count, sizeof count) != sizeof count) return 2;
  } while (seeded::step());
  return seeded::result();
}
