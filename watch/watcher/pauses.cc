#include "watch/watcher/pauses.h"

#include <algorithm>

namespace unblock::watch {

double not_explained(double missing_s, double waited_s, double ran_s) {
  constexpr double kLongestWait = 0.1;
  return missing_s - ran_s - (waited_s < kLongestWait ? waited_s : 0);
}

void Pauses::add(pid_t process, double begin_s, double end_s) {
  // What is seen again and again while it lasts stays one pause.
  for (auto last = pauses_.rbegin(); last != pauses_.rend() && last->end_s >= begin_s; ++last) {
    if (last->process != process) continue;
    last->begin_s = std::min(last->begin_s, begin_s);
    last->end_s = std::max(last->end_s, end_s);
    return;
  }
  pauses_.push_back({process, begin_s, end_s});
  if (pauses_.size() > kMost) pauses_.pop_front();
}

double Pauses::within(pid_t process, double begin_s, double end_s) const {
  double sum = 0, counted_to = begin_s;
  for (const Pause& pause : pauses_) {
    if (pause.process != 0 && pause.process != process) continue;
    const double begin = std::max(pause.begin_s, counted_to), end = std::min(pause.end_s, end_s);
    if (end <= begin) continue;
    sum += end - begin;
    counted_to = end;
  }
  return sum;
}

}  // namespace unblock::watch
