#include "watch/command/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

#include "reports/file.h"
#include "reports/keep.h"
#include "reports/model/error.h"
#include "reports/output.h"
#include "reports/program.h"

namespace unblock::watch {
namespace {

constexpr int kOver = 1, kCouldNot = 2;
constexpr double kSaveEvery = 5;  // with -o: at most this much is lost when the watcher is killed

}  // namespace

Recording::Recording(const Options& options, std::string program, bool use_tsc)
    : options_(options), program_(std::move(program)), clock_(use_tsc), analyst_(table_), monitor_(prepared(use_tsc), clock_, analyst_, options.threshold_s), started_(date_now()), saves_(!options.output.empty() && reports::is_replaced(options.output)) {}

Area& Recording::prepared(bool use_tsc) {
  Area& area = owner_.area();
  area.use_tsc = use_tsc;
  area.threshold = clock_.ticks_of(options_.threshold_s);
  area.layout = Area::kLayout;
  area.magic = Area::kMagic;
  return area;
}

void Recording::on_time() {
  clock_.follow();
  const double now = now_s();
  if (written_later_ > 0) return;  // the reader or the disk is slow
  if (options_.every_s && now >= shown_s_ + *options_.every_s) {
    shown_s_ = now;
    show();
  }
  if (saves_ && now >= saved_s_ + kSaveEvery) {
    saved_s_ = now;
    later(&Recording::save);
  }
}

void Recording::show() { later(&Recording::show_these); }

/// The monitor's thread must not wait for a pipe that nobody empties, or for a disk: it would miss where threads stand meanwhile.
void Recording::later(void (Recording::*write)(const reports::Stalls&)) {
  ++written_later_;
  monitor_.name_places();
  analyst_.later([this, write, counted = monitor_.so_far(), clock = clock_, duration_s = now_s()] {
    (this->*write)(stalls(counted, clock, duration_s, false));
    --written_later_;
  });
}

reports::Stalls Recording::stalls(const Counted& counted, const TickClock& clock, double duration_s, bool finished) {
  reports::Stalls stalls;
  const auto lock = analyst_.lock();
  table_.write_to(stalls);
  counted.write_to(stalls, clock);
  stalls.program = program_;
  stalls.date = started_;
  stalls.duration_s = duration_s;
  stalls.threshold_s = options_.threshold_s;
  stalls.finished = finished;
  return stalls;
}

/// A disk that is full is said once, and tried again: it may have room by the end.
void Recording::save(const reports::Stalls& stalls) {
  try {
    reports::write_file(options_.output, output_text(options_, stalls));
  } catch (const reports::InputError& error) {
    if (!complained_) reports::complain("unblock watch", error.what());
    complained_ = true;
  }
}

/// The whole of it: kept elsewhere where it has no room.
bool Recording::store(const reports::Stalls& stalls) const {
  try {
    reports::write_or_keep(options_.output, output_text(options_, stalls), "stalls");
    return true;
  } catch (const reports::InputError& error) {
    reports::complain("unblock watch", error.what());
    return false;
  }
}

void Recording::finish(bool by_signal) {
  monitor_.finish(by_signal);
  analyst_.finish();
}

std::optional<int> Recording::end(bool by_signal, const std::string& without_loop) {
  finish(by_signal);
  const reports::Stalls stalls = result();
  const bool saved = options_.output.empty() || store(stalls);
  print(options_, stalls);
  if (stalls.loops.empty() && stalls.places.empty()) {
    fmt::print(stderr, "unblock watch: {}\n", without_loop);
    return kCouldNot;
  }
  if (!saved) return kCouldNot;
  const bool over = options_.fail_over_s && std::any_of(stalls.places.begin(), stalls.places.end(), [this](const reports::StallPlace& place) {
                      return place.longest_s > *options_.fail_over_s;
                    });
  return over ? std::optional(kOver) : std::nullopt;
}

int wait_until(Recording& recording, double due_s, const sigset_t& signals, siginfo_t& info) {
  const double left = std::max(0.0, due_s - recording.now_s());
  const auto seconds = static_cast<time_t>(left);
  const timespec timeout{seconds, static_cast<long>((left - static_cast<double>(seconds)) * 1e9)};
  recording.monitor().sleeps();
  const int signal = ::sigtimedwait(&signals, &info, &timeout);
  recording.monitor().woke(due_s);
  return std::max(0, signal);
}

}  // namespace unblock::watch
