// Spinners are processes, so that their CPU time is not ours. The canary's peer is a process too, pinned to the other CPU.
#include "bench/machine/stillness.h"

#include <fmt/format.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cmath>

#include "bench/process/spawn.h"

namespace unblock::bench {
namespace {

using Clock = std::chrono::steady_clock;

void spin_on(int cpu) {
  const sched_param none{};
  if (!pin(0, {cpu}) || ::sched_setscheduler(0, SCHED_IDLE, &none) != 0) return;
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

/// The calling process is one side; a helper on `cpu` is the other. 0 where the system has no process or socket left.
double trip_rate(int cpu, double seconds) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return 0;
  Descriptor near(ends[0]), far(ends[1]);
  Helper peer([&] {
    near.reset();
    pin(0, {cpu});
    char byte;
    while (::read(far.get(), &byte, 1) == 1 && ::write(far.get(), &byte, 1) == 1) {
    }
  });
  far.reset();
  std::uint64_t trips = 0;
  const Clock::time_point began = Clock::now();
  const auto end = began + std::chrono::duration<double>(seconds);
  char byte = 'c';
  while (Clock::now() < end && ::write(near.get(), &byte, 1) == 1 && ::read(near.get(), &byte, 1) == 1) ++trips;
  const double elapsed_s = std::chrono::duration<double>(Clock::now() - began).count();
  near.reset();
  peer.wait();
  return static_cast<double>(trips) / elapsed_s;
}

}  // namespace

AwakeCpus::AwakeCpus(const std::vector<int>& cpus) {
  for (const int cpu : cpus) spinners_.emplace_back([cpu] { spin_on(cpu); });
  ::usleep(2'000);
  std::erase_if(spinners_, [](Helper& spinner) { return !spinner.running(); });
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
  pin(0, {first});
  canary.spins_per_s = spin_rate(Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds / 2)));
  canary.trips_per_s = trip_rate(second, seconds / 2);
  ::sched_setaffinity(0, sizeof(before), &before);
  return canary;
}

}  // namespace unblock::bench
