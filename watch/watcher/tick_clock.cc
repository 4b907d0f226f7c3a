#include "watch/watcher/tick_clock.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

namespace unblock::watch {
namespace {

/// Both clocks at one moment.
struct Moment {
  std::uint64_t ns = 0, ticks = 0;
};

/// The one of some tries during which least time passed.
Moment moment() {
  constexpr int kTries = 20;
  Moment best;
  std::uint64_t shortest = ~std::uint64_t{0};
  for (int i = 0; i < kTries; ++i) {
    const std::uint64_t before = ticks(true), ns = monotonic_ns(), after = ticks(true);
    if (after - before >= shortest) continue;
    shortest = after - before;
    best = {ns, before + shortest / 2};
  }
  return best;
}

bool has_flags(std::initializer_list<const char*> names) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("flags")) continue;
    return std::all_of(names.begin(), names.end(), [&](const char* name) { return (line + " ").find(std::string(" ") + name + " ") != line.npos; });
  }
  return false;
}

/// Whether all counters stand where one that never moves would stand.
bool counters_agree() {
  constexpr double kApart = 1'000;  // ns; two readings on one processor differ by a tenth of that
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return false;
  const Moment first = moment();
  std::vector<Moment> moments;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    if (::sched_setaffinity(0, sizeof one, &one) == 0) moments.push_back(moment());
  }
  ::usleep(5'000);
  const Moment last = moment();
  ::sched_setaffinity(0, sizeof allowed, &allowed);
  const double per_ns = static_cast<double>(last.ticks - first.ticks) / static_cast<double>(last.ns - first.ns);
  return std::all_of(moments.begin(), moments.end(), [&](const Moment& one) {
    const double by_ticks = static_cast<double>(one.ticks - first.ticks) / per_ns, by_clock = static_cast<double>(one.ns - first.ns);
    return std::abs(by_ticks - by_clock) < kApart;
  });
}

}  // namespace

bool tsc_is_steady() {
#if defined(__x86_64__)
  std::ifstream file("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  std::string source;
  file >> source;
  return source == "tsc" || (source == "kvm-clock" && has_flags({"constant_tsc", "nonstop_tsc"}) && counters_agree());
#else
  return false;
#endif
}

TickClock::TickClock(bool use_tsc) : use_tsc_(use_tsc), first_ns_(monotonic_ns()), base_ns_(first_ns_), base_(ticks(use_tsc)) {
  if (!use_tsc) return;
  const Moment begin = moment();
  ::usleep(20'000);
  const Moment end = moment();
  per_ns_ = static_cast<double>(end.ticks - begin.ticks) / static_cast<double>(end.ns - begin.ns);
}

void TickClock::follow() {
  constexpr std::uint64_t kEvery = 1'000'000'000;
  constexpr double kOneRate = 1e-3;
  if (!use_tsc_ || monotonic_ns() - base_ns_ < kEvery) return;
  const Moment now = moment();
  const double per_ns = static_cast<double>(static_cast<std::int64_t>(now.ticks - base_)) / static_cast<double>(now.ns - base_ns_);
  // In the second in which it became another counter the rate is no rate.
  const auto is = [per_ns](double known) { return std::abs(per_ns - known) < kOneRate * known; };
  if (is(per_ns_) || is(other_per_ns_)) per_ns_ = per_ns;
  other_per_ns_ = per_ns;
  base_ns_ = now.ns;
  base_ = now.ticks;
  base_s_ = static_cast<double>(now.ns - first_ns_) / 1e9;
}

}  // namespace unblock::watch
