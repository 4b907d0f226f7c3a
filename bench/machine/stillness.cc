// Spinners are processes, so that their CPU time is not ours. The canary's peer is a process too, pinned to the other CPU.
#include "bench/machine/stillness.h"

#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>

namespace unblock::bench {
namespace {

using Clock = std::chrono::steady_clock;

bool pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return ::sched_setaffinity(0, sizeof(set), &set) == 0;
}

[[noreturn]] void spin_on(int cpu) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::signal(SIGINT, SIG_IGN);
  const sched_param none{};
  if (!pin(cpu) || ::sched_setscheduler(0, SCHED_IDLE, &none) != 0) ::_exit(1);
  for (;;) {
    for (int i = 0; i < 1'000'000; ++i) asm volatile("");
    if (::getppid() == 1) ::_exit(0);
  }
}

double spin_rate(Clock::time_point end) {
  const Clock::time_point began = Clock::now();
  volatile std::uint64_t value = 1;
  std::uint64_t rounds = 0;
  do {
    for (int i = 0; i < 10'000; ++i) value = value * 6364136223846793005u + 1442695040888963407u;
    ++rounds;
  } while (Clock::now() < end);
  return static_cast<double>(rounds) * 10'000 / std::chrono::duration<double>(Clock::now() - began).count();
}

/// The calling process is one side; a child on `cpu` is the other.
double trip_rate(int cpu, double seconds) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return 0;
  const pid_t peer = ::fork();
  if (peer == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(ends[0]);
    pin(cpu);
    char byte;
    while (::read(ends[1], &byte, 1) == 1 && ::write(ends[1], &byte, 1) == 1) {
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  std::uint64_t trips = 0;
  const Clock::time_point began = Clock::now();
  const auto end = began + std::chrono::duration<double>(seconds);
  char byte = 'c';
  while (Clock::now() < end && ::write(ends[0], &byte, 1) == 1 && ::read(ends[0], &byte, 1) == 1) ++trips;
  const double elapsed_s = std::chrono::duration<double>(Clock::now() - began).count();
  ::close(ends[0]);
  if (peer > 0) ::waitpid(peer, nullptr, 0);
  return static_cast<double>(trips) / elapsed_s;
}

}  // namespace

AwakeCpus::AwakeCpus(const std::vector<int>& cpus) {
  for (const int cpu : cpus) {
    const pid_t pid = ::fork();
    if (pid == 0) spin_on(cpu);
    if (pid > 0) spinners_.push_back(pid);
  }
  ::usleep(2'000);
  for (const pid_t pid : spinners_) {
    if (::waitpid(pid, nullptr, WNOHANG) != 0) {
      std::erase(spinners_, pid);
      break;
    }
  }
}

AwakeCpus::~AwakeCpus() {
  for (const pid_t pid : spinners_) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }
}

std::string Canary::change(const Canary& before, const Canary& after) {
  // Ordinary blocks differ by a few per cent; the states that spoil a comparison differ by far more.
  constexpr double kSpins = 0.10, kTrips = 0.30;
  const auto moved = [](double a, double b, double limit) { return a > 0 && b > 0 && std::abs(std::log(b / a)) > std::log1p(limit); };
  if (moved(before.spins_per_s, after.spins_per_s, kSpins)) {
    return fmt::format("the CPU's speed changed by {:+.0f} %", (after.spins_per_s / before.spins_per_s - 1) * 100);
  }
  if (moved(before.trips_per_s, after.trips_per_s, kTrips)) {
    return fmt::format("a trip between processes changed its rate by {:+.0f} %", (after.trips_per_s / before.trips_per_s - 1) * 100);
  }
  return {};
}

Canary sing(int first, int second, double seconds) {
  Canary canary;
  cpu_set_t before;
  ::sched_getaffinity(0, sizeof(before), &before);
  pin(first);
  canary.spins_per_s = spin_rate(Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds / 2)));
  canary.trips_per_s = trip_rate(second, seconds / 2);
  ::sched_setaffinity(0, sizeof(before), &before);
  return canary;
}

}  // namespace unblock::bench
