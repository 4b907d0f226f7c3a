// Spinners are processes, so that their CPU time is not ours. The canary's peer is a process too, pinned to the other CPU.
#include "bench/machine/stillness.h"

#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "bench/process/spawn.h"
#include "statistics/median.h"

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

/// What `once` does in a second, with `each` pieces in a call.
/// False from `once`: it cannot go on.
template <class Once>
Pace pace_of(double seconds, double each, Once once) {
  constexpr int kSlices = 16;
  std::vector<double> rates;
  bool goes_on = true;
  const Clock::time_point first = Clock::now();
  double all = 0;
  for (int i = 0; i < kSlices && goes_on; ++i) {
    const Clock::time_point began = Clock::now();
    const auto end = began + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds / kSlices));
    Clock::time_point now = began;
    double done = 0;
    for (; goes_on && now < end; now = Clock::now()) {
      goes_on = once();
      done += each;
    }
    all += done;
    rates.push_back(done / std::chrono::duration<double>(now - began).count());
  }
  const double mean = all / std::chrono::duration<double>(Clock::now() - first).count();
  return {statistics::quantile(rates, 0.75), statistics::quantile(rates, 0.25), mean};
}

Pace spin_pace(double seconds) {
  constexpr int kSteps = 10'000;
  volatile std::uint64_t value = 1;
  return pace_of(seconds, kSteps, [&] {
    for (int i = 0; i < kSteps; ++i) value = value * 6364136223846793005u + 1442695040888963407u;
    return true;
  });
}

/// The calling process is one side; a helper on `cpu` is the other. Not known where the system has no process or socket left.
Pace trip_pace(int cpu, double seconds) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return {};
  Descriptor near(ends[0]), far(ends[1]);
  Helper peer([&] {
    near.reset();
    pin(0, {cpu});
    char byte;
    while (::read(far.get(), &byte, 1) == 1 && ::write(far.get(), &byte, 1) == 1) {
    }
  });
  far.reset();
  char byte = 'c';
  bool answered = true;
  const Pace pace = pace_of(seconds, 1, [&] { return answered = ::write(near.get(), &byte, 1) == 1 && ::read(near.get(), &byte, 1) == 1; });
  near.reset();
  peer.wait();
  return answered ? pace : Pace{};
}

}  // namespace

AwakeCpus::AwakeCpus(const std::vector<int>& cpus) {
  for (const int cpu : cpus) spinners_.emplace_back([cpu] { spin_on(cpu); });
  ::usleep(2'000);
  std::erase_if(spinners_, [](Helper& spinner) { return !spinner.running(); });
}

double change(const Pace& before, const Pace& after) {
  if (before.per_s <= 0 || after.per_s <= 0) return 0;
  const auto slow = [](const Pace& pace) { return pace.slow_per_s > 0 ? pace.slow_per_s : pace.per_s; };
  const bool overlap = std::max(slow(before), slow(after)) <= std::min(before.per_s, after.per_s);
  return overlap ? 0 : before.per_s / after.per_s - 1;
}

Canary sing(int first, int second, double seconds) {
  Canary canary;
  cpu_set_t before;
  const bool told = ::sched_getaffinity(0, sizeof(before), &before) == 0;
  if (told) pin(0, {first});  // else there would be no way back
  canary.spins = spin_pace(seconds / 2);
  canary.trips = trip_pace(second, seconds / 2);
  if (told) ::sched_setaffinity(0, sizeof(before), &before);
  return canary;
}

}  // namespace unblock::bench
