// Loops that never stall: idle, with something to do every now and then, or with as much as one thread can. The first argument says which, the second for how many milliseconds.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const bool busy = std::string_view(argv[1]) == "busy", steady = std::string_view(argv[1]) == "steady";
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(std::atoi(argv[2]));
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC), wake = ::eventfd(busy, EFD_CLOEXEC);
  epoll_event event{EPOLLIN, {}};
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &event);
  while (std::chrono::steady_clock::now() < end) {
    ::epoll_wait(epoll, &event, 1, steady ? 1 : 50);
    const auto done = std::chrono::steady_clock::now() + std::chrono::microseconds(steady ? 500 : 0);
    while (steady && std::chrono::steady_clock::now() < done) {
    }
  }
  return 0;
}
