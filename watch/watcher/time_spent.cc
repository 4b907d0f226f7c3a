#include "watch/watcher/time_spent.h"

#include <algorithm>

namespace unblock::watch {
namespace {

TimeSpent all_by_state(double length_s, bool asleep) { return asleep ? TimeSpent{length_s, 0, 0} : TimeSpent{0, length_s, 0}; }

/// Without having slept in between: it was put on a CPU at most once, which is when the look at it was over.
bool ran_through(const Reading& from, const Reading& to) {
  return from.asleep == false && to.asleep == false && to.schedule->slices <= from.schedule->slices + 1;
}

/// The `length_s` of the span that lie between two readings, of which one or both may lie outside of it.
TimeSpent between(const Reading& from, const Reading& to, double length_s, bool asleep) {
  if (!from.schedule || !to.schedule) return all_by_state(length_s, asleep);
  const double ran = static_cast<double>(to.schedule->on_cpu_ns - from.schedule->on_cpu_ns) / 1e9;
  const double waited = static_cast<double>(to.schedule->waited_for_cpu_ns - from.schedule->waited_for_cpu_ns) / 1e9;
  const double outside = std::max(0.0, to.at_s - from.at_s - length_s), awake = ran + waited;
  if (ran_through(from, to) && outside == 0) return {0, std::min(ran, length_s), std::max(0.0, length_s - ran)};
  // What was not asleep may have lain outside of the span, if there is an outside.
  const double chosen = asleep ? std::clamp(awake - outside, 0.0, length_s) : std::min(awake, length_s);
  if (awake <= 0) return all_by_state(length_s, asleep || to.asleep.value_or(false));
  // So may have the wait for a CPU, of which the span gets its part.
  const double starved = std::min(chosen / awake, length_s / (length_s + outside)) * waited;
  const TimeSpent spent{length_s - chosen, chosen - starved, starved};
  // The counters of a thread that could run lag behind: what is missing is not sleep.
  if (!asleep && !to.asleep) return {0, spent.computing_s + spent.parked_s, spent.starved_s};
  return spent;
}

}  // namespace

TimeSpent& TimeSpent::operator+=(const TimeSpent& more) {
  parked_s += more.parked_s;
  computing_s += more.computing_s;
  starved_s += more.starved_s;
  return *this;
}

TimeSpent without(TimeSpent spent, double stopped_s) {
  const double of_sleep = std::min(spent.parked_s, stopped_s);
  spent.parked_s -= of_sleep;
  spent.computing_s = std::max(0.0, spent.computing_s - (stopped_s - of_sleep));
  return spent;
}

TimeSpent time_spent(const std::vector<Reading>& readings, double begin_s, double end_s) {
  const Reading *before = nullptr, *first = nullptr, *last = nullptr, *after = nullptr;
  TimeSpent sum;
  for (const Reading& reading : readings) {
    const bool inside = reading.at_s > begin_s && reading.at_s <= end_s;
    if (reading.at_s <= begin_s || (inside && !before)) before = &reading;  // the second: nearly at its beginning
    if (inside && reading.asleep) {
      if (last) sum += between(*last, reading, reading.at_s - last->at_s, *reading.asleep);
      if (!first) first = &reading;
      last = &reading;
    }
    if (reading.at_s > end_s && !after) after = &reading;
  }
  if (!first) {
    if (before && after) return between(*before, *after, end_s - begin_s, false);
    return all_by_state(end_s - begin_s, false);
  }
  const double known_from = before && before != first ? std::max(begin_s, before->at_s) : first->at_s;
  if (before && before != first) sum += between(*before, *first, first->at_s - known_from, *first->asleep);
  sum += all_by_state(known_from - begin_s, *first->asleep);
  sum += after ? between(*last, *after, end_s - last->at_s, *last->asleep) : all_by_state(end_s - last->at_s, *last->asleep);
  return sum;
}

void Readings::add(const Reading& reading) {
  if (readings_.size() >= kMost) {
    // Every second one of the older half goes: the sums stay, and the far past gets coarse.
    std::size_t at = 0;
    const auto older = readings_.begin() + kMost / 2;
    readings_.erase(std::remove_if(readings_.begin(), older, [&at](const Reading&) { return at++ % 2 == 1; }), older);
  }
  readings_.push_back(reading);
}

void Readings::forget_before(double begin_s) {
  auto keep = std::find_if(readings_.begin(), readings_.end(), [&](const Reading& reading) { return reading.at_s > begin_s; });
  if (keep != readings_.begin()) --keep;
  readings_.erase(readings_.begin(), keep);
}

}  // namespace unblock::watch
