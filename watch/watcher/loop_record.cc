#include "watch/watcher/loop_record.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace unblock::watch {
namespace {

const char* word_for(std::uint32_t kind) {
  static constexpr const char* kWords[] = {"", "epoll", "poll", "select", "io_uring"};
  return kind < std::size(kWords) ? kWords[kind] : "";
}

/// The middle of the bucket in which the share of all turns is reached.
double percentile(const std::uint64_t (&histogram)[Level::kBuckets], double share, const TickClock& clock) {
  const std::uint64_t all = std::accumulate(std::begin(histogram), std::end(histogram), std::uint64_t{0});
  std::uint64_t sum = 0;
  for (unsigned i = 0; i < Level::kBuckets; ++i) {
    sum += histogram[i];
    if (all > 0 && static_cast<double>(sum) >= share * static_cast<double>(all)) return clock.length(std::uint64_t{3} << i) / 4;
  }
  return 0;
}

}  // namespace

void LoopRecord::count(double now_s, const Level& level, const TickClock& clock) {
  if (level.turns == turns_) return;
  add(now_s, level.turns - turns_, clock.length(level.busy - busy_), clock.length(level.longest));
  turns_ = level.turns;
  busy_ = level.busy;
  std::copy(std::begin(level.histogram), std::end(level.histogram), std::begin(histogram_));
}

void LoopRecord::add(double now_s, std::uint64_t turns, double busy_s, double longest_s) {
  while (!bins_.empty() && now_s - bins_.front().start_s >= bin_s_ * kBins) halve();
  if (bins_.empty() || now_s >= bins_.back().start_s + bin_s_) bins_.push_back({std::floor(now_s / bin_s_) * bin_s_, bin_s_, 0, 0, 0});
  reports::TurnsInTime& bin = bins_.back();
  bin.turns += turns;
  bin.busy_s += busy_s;
  bin.longest_s = std::max(bin.longest_s, longest_s);
}

void LoopRecord::halve() {
  bin_s_ *= 2;
  std::vector<reports::TurnsInTime> merged;
  for (const reports::TurnsInTime& bin : bins_) {
    const double start = std::floor(bin.start_s / bin_s_) * bin_s_;
    if (merged.empty() || merged.back().start_s + bin_s_ / 2 < start) merged.push_back({start, bin_s_, 0, 0, 0});
    merged.back().turns += bin.turns;
    merged.back().busy_s += bin.busy_s;
    merged.back().longest_s = std::max(merged.back().longest_s, bin.longest_s);
  }
  bins_ = std::move(merged);
}

bool LoopRecord::is_same_loop(const LoopRecord& other) const {
  if (process_ != other.process_ || thread_ != other.thread_ || kind_ != other.kind_ || !other.has_name()) return false;
  return !has_name() || (place_->function == other.place_->function && place_->own_place == other.place_->own_place);
}

void LoopRecord::absorb(LoopRecord other) {
  while (bin_s_ < other.bin_s_) halve();
  while (other.bin_s_ < bin_s_) other.halve();
  turns_ += other.turns_;
  busy_ += other.busy_;
  for (unsigned i = 0; i < Level::kBuckets; ++i) histogram_[i] += other.histogram_[i];
  for (const reports::TurnsInTime& bin : other.bins_) {
    const auto after = std::find_if(bins_.begin(), bins_.end(), [&](const auto& mine) { return mine.start_s > bin.start_s - bin_s_ / 2; });
    if (after == bins_.end() || after->start_s > bin.start_s + bin_s_ / 2) {
      bins_.insert(after, bin);
      continue;
    }
    after->turns += bin.turns;
    after->busy_s += bin.busy_s;
    after->longest_s = std::max(after->longest_s, bin.longest_s);
  }
}

reports::Loop LoopRecord::shown(const TickClock& clock) const {
  reports::Loop loop;
  loop.process = process_;
  loop.thread = thread_;
  loop.waits_in = word_for(kind_);
  loop.function = place_->function;
  loop.run_by = place_->own_place;
  loop.turns = turns_;
  loop.busy_s = clock.length(busy_);
  loop.turn_p50_s = percentile(histogram_, 0.5, clock);
  loop.turn_p99_s = percentile(histogram_, 0.99, clock);
  loop.timeline = bins_;
  return loop;
}

}  // namespace unblock::watch
