#include "watch/watcher/monitor.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "watch/snapshot/mappings.h"

namespace unblock::watch {
namespace {

// A turn is looked at before it is too long: what is over soon after the threshold was seen too.
constexpr double kFirstLook = 0.8;
constexpr double kNextLook = 1.5;  // each look is that much later than the one before
constexpr std::size_t kMostPending = 256;
constexpr std::size_t kMostLoops = 4096;
constexpr double kUnsettled = 0.1;  // a wait that lasts longer found nothing ready
constexpr double kStoodStill = 0.4;  // of the time that is missing: who missed less than that was not held up. The counters lag by a tick at each end

double clock_s(clockid_t id) {
  timespec now{};
  ::clock_gettime(id, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Levels whose turn is going on: all but the one that waits.
unsigned levels_in_turn(const TurnTracker& tracker) { return tracker.depth() - (tracker.waiting() && tracker.depth() > 0 ? 1 : 0); }

/// A place outside of `level` that has come back before: a loop, and `level` is inside of its turn.
std::uint64_t proven_outer(const TurnTracker& tracker, unsigned level) {
  for (unsigned i = 0; i < level && i < tracker.depth(); ++i) {
    if (tracker.level(i).turns >= 2) return tracker.level(i).sp;
  }
  return 0;
}

/// Both return addresses lie in one function, as the tracker takes it.
bool is_near(std::uint64_t a, std::uint64_t b) { return (a > b ? a - b : b - a) < 4096; }

bool is_asleep(char state) { return state == 'S' || state == 'D'; }

Snapshot as_snapshot(const Capture& capture) {
  Snapshot snapshot;
  snapshot.set(3, capture.registers[Capture::rbx]);
  snapshot.set(6, capture.registers[Capture::rbp]);
  for (unsigned i = 0; i < 4; ++i) snapshot.set(12 + i, capture.registers[Capture::r12 + i]);
  snapshot.set(Snapshot::kStackPointer, capture.registers[Capture::rsp]);
  snapshot.set(Snapshot::kCode, capture.registers[Capture::rip]);
  snapshot.stack.assign(capture.stack, capture.stack + std::min<std::uint64_t>(capture.size, Capture::kBytes));
  return snapshot;
}

}  // namespace

Monitor::Monitor(Area& area, const TickClock& clock, Analyst& analyst, double threshold_s)
    : area_(area), clock_(clock), analyst_(analyst), threshold_s_(threshold_s), period_s_(std::clamp(threshold_s / 2, 0.001, 0.05)) {
  last_boot_gap_s_ = clock_s(CLOCK_BOOTTIME) - clock_s(CLOCK_MONOTONIC);
}

double Monitor::poll() {
  const double now = clock_.seconds(clock_.now());
  note_gap(now);
  next_look_s_ = now + period_s_;
  for (const auto& [process, since] : stopped_) pauses_.add(process, since, now);  // before a turn that it lengthened is judged
  const unsigned used = area_.used.load(std::memory_order_acquire);
  for (unsigned i = 0; i < used && i < Area::kSlots; ++i) poll_slot(i, now);
  last_poll_s_ = now;
  return next_look_s_;
}

void Monitor::note_gap(double now) {
  const double boot_gap = clock_s(CLOCK_BOOTTIME) - clock_s(CLOCK_MONOTONIC);
  const bool slept = boot_gap - last_boot_gap_s_ > 0.001;
  last_boot_gap_s_ = boot_gap;
  if (last_poll_s_ >= 0 && slept) pauses_.add(0, last_poll_s_, now);
}

void Monitor::sleeps() {
  note_standstill(0);
  own_ = {clock_.seconds(clock_.now()), clock_s(CLOCK_THREAD_CPUTIME_ID), read_schedule(::getpid(), ::getpid())};
}

void Monitor::woke(double due_s) {
  note_standstill(due_s);
  own_.at_s = clock_.seconds(clock_.now());
}

/// The watcher may be held up wherever it is, also while it reads a turn that was held up with it.
void Monitor::note_standstill(double slept_until_s) {
  const double now = clock_.seconds(clock_.now()), missing = now - std::max(own_.at_s, slept_until_s);
  if (!own_.counters || missing < noticeable_s_) return;
  const OwnTime next{now, clock_s(CLOCK_THREAD_CPUTIME_ID), read_schedule(::getpid(), ::getpid())};
  if (!next.counters) return;
  const double waited = static_cast<double>(next.counters->waited_for_cpu_ns - own_.counters->waited_for_cpu_ns) / 1e9;
  const double unexplained = not_explained(missing, waited, next.ran_s - own_.ran_s), began = std::exchange(own_, next).at_s;
  if (unexplained >= noticeable_s_ && !somebody_was_awake(now - began - kStoodStill * unexplained)) pauses_.add(0, began, now);
}

/// A thread ran, or waited for a CPU, for so long since the last round. Linux 6.18 forgets to count some of the watcher's own waits.
bool Monitor::somebody_was_awake(double seconds) const {
  return std::any_of(watched_.begin(), watched_.end(), [seconds](const auto& entry) {
    const SlotWatch& watch = entry.second;
    const auto now = watch.at_last_round ? read_schedule(watch.process, watch.thread) : std::nullopt;
    return now && static_cast<double>(now->awake_ns() - watch.at_last_round->awake_ns()) / 1e9 >= seconds;
  });
}

/// It came to a halt somewhere since the last round.
void Monitor::stopped(pid_t process) { stopped_.emplace(process, std::max(0.0, last_poll_s_)); }

/// A stop that was over before anybody asked is told as its end alone.
void Monitor::continued(pid_t process) {
  const auto found = stopped_.find(process);
  pauses_.add(process, found == stopped_.end() ? std::max(0.0, last_poll_s_) : found->second, clock_.seconds(clock_.now()));
  if (found != stopped_.end()) stopped_.erase(found);
}

bool Monitor::observe(const Slot& slot, Observed& seen) const {
  for (int attempt = 0; attempt < 8; ++attempt) {
    const std::uint32_t before = slot.version.load(std::memory_order_acquire);
    if (before & 1) continue;
    std::memcpy(static_cast<void*>(&seen.tracker), static_cast<const void*>(&slot.tracker), sizeof seen.tracker);
    seen.kind = slot.kind;
    seen.progress = slot.progress;
    seen.progress_end = slot.progress_end;
    std::atomic_thread_fence(std::memory_order_acquire);
    if (slot.version.load(std::memory_order_relaxed) == before && seen.tracker.depth() <= TurnTracker::kLevels) return true;
  }
  return false;
}

void Monitor::poll_slot(unsigned index, double now) {
  Slot& slot = area_.slots[index];
  const std::uint32_t owner = slot.owner.load(std::memory_order_acquire);
  if (owner == 0 || owner == 2) return;
  auto found = watched_.find(index);
  if (found == watched_.end()) {
    const auto thread = static_cast<pid_t>(slot.thread);
    // A new program in an old process: its thread has the same id, and the old slot's turn will never end.
    for (auto& [other, watch] : watched_) {
      if (watch.thread == thread) area_.slots[other].owner.store(1, std::memory_order_release);
    }
    found = watched_.emplace(index, SlotWatch{}).first;
    found->second.index = index;
    found->second.thread = thread;
    found->second.process = static_cast<pid_t>(slot.process);
    found->second.checked_s = now;
  }
  SlotWatch& watch = found->second;
  Observed seen;
  if (!observe(slot, seen)) return;
  take_capture(watch, slot);
  match_levels(watch, seen);
  if (owner == 1 || !lives(watch, now)) {
    count_turns(watch, seen, now);
    drain(watch, slot, seen, true);
    end_slot(watch, slot, false);
    watched_.erase(found);
    slot.owner.store(0, std::memory_order_release);
    return;
  }
  follow_progress(watch, seen);
  follow_schedule(watch, slot, seen);
  look_at_turns(watch, slot, seen, now);
  drain(watch, slot, seen, false);
  settle_pending(watch, seen);
  count_turns(watch, seen, now);
  capture_from_outside(watch, seen);
}

bool Monitor::lives(SlotWatch& watch, double now) {
  constexpr double kEvery = 1;
  if (now - watch.checked_s < kEvery) return true;
  watch.checked_s = now;
  const char state = read_state(watch.process, watch.thread);
  return state != 0 && state != 'Z' && state != 'X';
}

/// Another place at the same level, or none: what was known of the level belongs to a place that is gone.
void Monitor::match_levels(SlotWatch& watch, const Observed& seen) {
  bool outer_stays = false;
  for (unsigned i = 0; i < TurnTracker::kLevels; ++i) {
    LevelWatch& level = watch.levels[i];
    const std::uint64_t sp = i < seen.tracker.depth() ? seen.tracker.level(i).sp : 0;
    const std::uint64_t pc = sp != 0 ? seen.tracker.level(i).pcs[0] : 0;
    if (level.sp == sp && level.pc == pc) {
      outer_stays = outer_stays || sp != 0;
      continue;
    }
    if (level.loop && outer_stays) counted_.loops[*level.loop].set_nested();
    level = {};
    if (sp == 0) continue;
    level.sp = sp;
    level.pc = pc;
    level.place = std::make_shared<WaitPlace>();
    level.place->sp = sp;
  }
}

/// A loop on io_uring that always finds completions never waits: it turns as long as it takes them.
void Monitor::follow_progress(SlotWatch& watch, const Observed& seen) {
  std::uint32_t now = 0;
  if (seen.progress == 0 || read_memory(watch.process, seen.progress, &now, sizeof now) != sizeof now) return;
  // Up to progress_end it takes what its wait has found; what came later it found without waiting again.
  const bool beyond = static_cast<std::int32_t>(now - seen.progress_end) > 0;
  if (beyond && now != watch.progress) watch.moved_at = clock_.now();
  watch.progress = now;
}

void Monitor::look_at_turns(SlotWatch& watch, Slot& slot, const Observed& seen, double now) {
  Snapshot snapshot;
  bool looked = false, got = false;
  for (unsigned i = 0; i < levels_in_turn(seen.tracker); ++i) {
    LevelWatch& level = watch.levels[i];
    const std::uint64_t started = seen.tracker.level(i).started;
    if (started != level.started) {
      begin_turn(level, started);
      level.next_look_s = threshold_s_ * kFirstLook;
    }
    const double begin_s = clock_.seconds(std::max(started, watch.moved_at)), age = now - begin_s;
    if (age < level.next_look_s && !watch.is_stopped) {
      next_look_s_ = std::min(next_look_s_, begin_s + level.next_look_s);
      continue;
    }
    want_capture(watch, slot, level);
    if (!looked) got = look(watch, snapshot, now);
    looked = true;
    if (got) maps_of(watch.process);  // while it lives: its end may come before the stall is over
    // Whether it is still the same turn that was looked at.
    Observed after;
    if (!observe(slot, after) || after.tracker.level(i).started != started || levels_in_turn(after.tracker) <= i) return;
    if (got && level.looks.size() < most_looks()) {
      level.looks.push_back({watch.readings.all().back().at_s - clock_.seconds(started), snapshot, {}});
    }
    level.next_look_s = std::max(age * kNextLook, age + threshold_s_ * 0.25);
  }
}

/// A look holds the thread's stack: with a thousand threads there is no room for many.
std::size_t Monitor::most_looks() const {
  constexpr std::size_t kAll = 2000, kFew = 3, kMany = 20;
  return std::clamp(kAll / std::max<std::size_t>(watched_.size(), 1), kFew, kMany);
}

bool Monitor::look(SlotWatch& watch, Snapshot& snapshot, double now) {
  const LookResult result = take_snapshot(watch.process, watch.thread, snapshot);
  watch.is_stopped = result == LookResult::stopped;
  const auto when_s = [&](std::uint64_t ns) { return clock_.seconds(clock_.now()) - static_cast<double>(monotonic_ns() - ns) / 1e9; };
  if (snapshot.held_to_ns != 0) held_.add(watch.thread, when_s(snapshot.held_from_ns), when_s(snapshot.held_to_ns));
  switch (result) {
    case LookResult::taken: watch.readings.add({when_s(snapshot.at_ns), snapshot.schedule, snapshot.parked}); return true;
    case LookResult::stopped: pauses_.add(watch.process, std::max(0.0, last_poll_s_ - period_s_), now + period_s_); return false;
    case LookResult::forbidden: ++counted_.forbidden; return false;
    case LookResult::gone:
      if (snapshot.ended) ended_[watch.thread] = *snapshot.ended;
      return false;
    case LookResult::moved: return false;
  }
  return false;
}

/// A reading between two turns tells where the next one begins. When a long one is over, it is worth to know whether the counters hold.
void Monitor::follow_schedule(SlotWatch& watch, const Slot& slot, const Observed& seen) {
  if (seen.tracker.depth() == 0) return;
  std::uint64_t turn = seen.tracker.waiting() ? 0 : 1;
  for (unsigned i = 0; i < seen.tracker.depth(); ++i) turn += 2 * seen.tracker.level(i).turns;
  const bool waits_since = turn == watch.read_turn && seen.tracker.waiting();
  if (!waits_since) watch.at_last_round = read_schedule(watch.process, watch.thread);
  if (turn == watch.read_turn) return;
  watch.read_turn = turn;
  const bool long_one_over = slot.written.load(std::memory_order_acquire) != slot.read.load(std::memory_order_relaxed);
  if (long_one_over) return;  // drain() reads them, after the last of these
  watch.readings.forget_before(clock_.seconds(seen.tracker.level(0).started));
  watch.readings.add({clock_.seconds(clock_.now()), watch.at_last_round, std::nullopt});
}

/// A reading after a long turn. A thread that sleeps now tells exactly what it did until here.
void Monitor::read_after_turn(SlotWatch& watch) {
  Reading reading{clock_.seconds(clock_.now()), read_schedule(watch.process, watch.thread), std::nullopt};
  if (is_asleep(read_state(watch.process, watch.thread)) && read_schedule(watch.process, watch.thread) == reading.schedule) reading.asleep = true;
  watch.readings.add(reading);
}

void Monitor::drain(SlotWatch& watch, Slot& slot, const Observed& seen, bool last) {
  std::uint32_t at = slot.read.load(std::memory_order_relaxed);
  const std::uint32_t end = slot.written.load(std::memory_order_acquire);
  if (at != end) note_standstill(0);
  const auto ended_s = [&](std::uint32_t turn) { return clock_.seconds(slot.long_turns[turn % Slot::kLongTurns].ended); };
  // It may have ended after all that was read of its thread so far.
  if (at != end && (watch.readings.all().empty() || watch.readings.all().back().at_s < ended_s(end - 1))) read_after_turn(watch);
  for (; at != end; ++at) {
    const LongTurn& turn = slot.long_turns[at % Slot::kLongTurns];
    const bool settled = turn.settled.load(std::memory_order_acquire) != 0;
    if (!settled && !last && clock_.length(clock_.now() - turn.ended) < kUnsettled) break;
    take(watch, turn, seen);
  }
  slot.read.store(at, std::memory_order_release);
}

/// What the thread did from one time to another.
TimeSpent Monitor::spent(const SlotWatch& watch, double start_s, double end_s) const {
  const TimeSpent all = time_spent(watch.readings.all(), start_s, end_s);
  return without(all, pauses_.within(watch.process, start_s, end_s) + held(watch, start_s, end_s, all));
}

/// How long looks held the thread. One that waits for a CPU stops when it gets it: the counters have that wait already.
double Monitor::held(const SlotWatch& watch, double start_s, double end_s, const TimeSpent& spent) const {
  return std::max(0.0, held_.within(watch.thread, start_s, end_s) - spent.starved_s);
}

/// The part of a turn in which the thread could have come back: without the time when it was stopped, or got no CPU.
double Monitor::lived(const SlotWatch& watch, double start_s, double length_s, const TimeSpent& spent) {
  const double length = length_s, paused = pauses_.within(watch.process, start_s, start_s + length);
  length_s -= paused;
  // When a stop is seen, its ends lie up to a round away. A machine that stands still does so for the watcher, too.
  if (paused > pauses_.within(0, start_s, start_s + length)) length_s -= 2 * period_s_;
  length_s -= held(watch, start_s, start_s + length, spent);
  if (length_s >= threshold_s_ && length_s - spent.starved_s < threshold_s_ && spent.computing_s < threshold_s_) counted_.starved_s += length_s;
  // A pause that the watcher saw and a wait for a CPU may be the same time: what the thread ran, it ran.
  return std::max(length_s - spent.starved_s, std::min(length_s, spent.computing_s));
}

/// What the thread had done up to each look, and in the whole turn.
void Monitor::judge_looks(const SlotWatch& watch, StallJob& job, double turn_began_s) const {
  for (Look& look : job.looks) look.spent = spent(watch, job.start_s, turn_began_s + look.age_s);
}

void Monitor::take(SlotWatch& watch, const LongTurn& turn, const Observed& seen) {
  const unsigned index = std::min<std::uint32_t>(turn.level, TurnTracker::kLevels - 1);
  LevelWatch& level = watch.levels[index];
  std::erase_if(watch.pending, [&](const Pending& pending) { return pending.level > index; });
  const std::uint64_t began = std::max(turn.started, watch.moved_at < turn.ended ? watch.moved_at : 0);
  StallJob job;
  job.start_s = clock_.seconds(began);
  std::vector<Look> looks = looks_at(level, turn.started);
  job.spent = spent(watch, job.start_s, clock_.seconds(turn.ended));
  job.length_s = lived(watch, job.start_s, clock_.length(turn.ended - began), job.spent);
  const bool is_possible = job.length_s <= clock_s(CLOCK_MONOTONIC);  // not where the counter became another one meanwhile
  if (job.length_s < threshold_s_ || !is_possible) return;
  job.looks = std::move(looks);
  judge_looks(watch, job, clock_.seconds(turn.started));
  job.threshold_s = threshold_s_;
  job.ready = turn.ready;
  if (level.sp == turn.site.sp && is_near(level.pc, turn.site.pc)) job.wait = level.place;
  job.maps = maps_of(watch.process);
  if (level.loop) job.loop = *level.loop;
  const std::uint64_t outer = proven_outer(seen.tracker, index);
  if (outer == 0 || outer == watch.outer_given_up) analyst_.add(std::move(job));
  else watch.pending.push_back({index, outer, std::move(job)});
}

/// Whether the stacks of both places show that the outer one is no longer there: it will not come back. An interpreter that has
/// warmed up calls by another way.
bool Monitor::has_left_outer(const SlotWatch& watch, const Pending& pending) {
  const std::shared_ptr<WaitPlace>& inner = watch.levels[pending.level].place;
  std::shared_ptr<WaitPlace> outer;
  for (const LevelWatch& level : watch.levels) {
    if (level.sp == pending.outer_sp) outer = level.place;
  }
  if (!inner || !outer) return false;
  name(inner);
  name(outer);
  const auto lock = analyst_.lock();
  return inner->analysed && outer->analysed && !is_nested(*inner, *outer);
}

/// Stalls of an inner loop wait for the outer one to come back. When it is gone, or does not come back for very long, they count.
void Monitor::settle_pending(SlotWatch& watch, const Observed& seen) {
  if (watch.pending.empty()) return;
  const bool too_many = watch.pending.size() > kMostPending || has_left_outer(watch, watch.pending.front());
  if (too_many) watch.outer_given_up = watch.pending.front().outer_sp;
  for (Pending& pending : watch.pending) {
    if (too_many || proven_outer(seen.tracker, pending.level) != pending.outer_sp) {
      analyst_.add(std::move(pending.job));
      pending.level = TurnTracker::kLevels;
    }
  }
  std::erase_if(watch.pending, [](const Pending& pending) { return pending.level == TurnTracker::kLevels; });
}

/// Names are looked up when somebody asks: reading a program's symbols takes a processor for longer than many a stall.
void Monitor::name(const std::shared_ptr<WaitPlace>& place) const {
  if (!place || place->name_asked || !place->has_snapshot) return;
  place->name_asked = true;
  analyst_.name(place);
}

void Monitor::name_places() const {
  for (const LoopRecord& loop : counted_.loops) {
    name(loop.place());
    name(loop.outer());
  }
}

void Monitor::want_capture(SlotWatch& watch, Slot& slot, LevelWatch& level) {
  if (!level.place || level.place->snapshot || watch.captures_left == 0) return;
  if (area_.listened != 0 || slot.capture.load(std::memory_order_acquire) != Capture::idle) return;
  const auto free = std::find(std::begin(capture_used_), std::end(capture_used_), false);
  if (free == std::end(capture_used_)) return;
  const auto index = static_cast<unsigned>(free - std::begin(capture_used_));
  Capture& capture = area_.captures[index];
  capture.high = end_of_mapping(read_small_file("/proc/" + std::to_string(watch.process) + "/maps"), level.sp, capture.low);
  if (capture.high == 0) return;
  --watch.captures_left;
  *free = true;
  watch.capture = slot.capture_index = index;
  slot.capture.store(Capture::wanted, std::memory_order_release);
}

/// For programs that are only listened to: a thread that waits is read like one that stalls, when it sleeps.
void Monitor::capture_from_outside(SlotWatch& watch, const Observed& seen) {
  const unsigned depth = seen.tracker.depth();
  if (area_.listened == 0 || depth == 0 || !seen.tracker.waiting()) return;
  LevelWatch& level = watch.levels[depth - 1];
  if (!level.place || level.place->snapshot || watch.captures_left == 0 || !read_sleeping(watch.process, watch.thread)) return;
  --watch.captures_left;
  Snapshot snapshot;
  if (take_snapshot(watch.process, watch.thread, snapshot) != LookResult::taken || !snapshot.parked) return;
  // Its own stack pointer tells whether it still waits there: events are heard later than they happen.
  WaitFrames& frames = wait_frames_.try_emplace(watch.process, watch.process).first->second;
  if (snapshot.stack_pointer() + frames.size_at(snapshot.registers[Snapshot::kCode]) != level.sp) return;
  level.place->maps = maps_of(watch.process);
  level.place->snapshot = std::move(snapshot);
  level.place->has_snapshot = true;
}

void Monitor::take_capture(SlotWatch& watch, Slot& slot) {
  if (slot.capture.load(std::memory_order_acquire) != Capture::done) return;
  if (!watch.capture) return;
  const Capture& capture = area_.captures[*watch.capture];
  for (LevelWatch& level : watch.levels) {
    if (level.sp != capture.site.sp || !is_near(level.pc, capture.site.pc) || !level.place || level.place->snapshot || capture.size == 0) continue;
    level.place->maps = maps_of(watch.process);
    level.place->snapshot = as_snapshot(capture);
    level.place->has_snapshot = true;
  }
  slot.capture.store(Capture::idle, std::memory_order_release);
  give_capture_back(watch);
}

void Monitor::give_capture_back(SlotWatch& watch) {
  if (watch.capture) capture_used_[*watch.capture] = false;
  watch.capture.reset();
}

void Monitor::count_turns(SlotWatch& watch, const Observed& seen, double now) {
  Slot& slot = area_.slots[watch.index];
  for (unsigned i = 0; i < seen.tracker.depth(); ++i) {
    const Level& level = seen.tracker.level(i);
    LevelWatch& known = watch.levels[i];
    if (level.turns < 1) continue;
    want_capture(watch, slot, known);
    if (level.turns >= 2 && !known.loop && counted_.loops.size() < kMostLoops) {
      known.loop = counted_.loops.size();
      counted_.loops.emplace_back(static_cast<unsigned>(watch.process), static_cast<unsigned>(watch.thread), seen.kind, known.place);
      if (proven_outer(seen.tracker, i) != 0) counted_.loops.back().set_outer(watch.levels[0].place);
    }
    if (proven_outer(seen.tracker, i) != 0) {  // which of them goes on is told by their names, while both are there
      name(known.place);
      name(watch.levels[0].place);
    }
    if (!known.loop) continue;
    counted_.loops[*known.loop].count(now, level, clock_);
    slot.tracker.level(i).longest = 0;  // a turn that ends at this moment may keep its length to itself
  }
}

/// Read anew now and then: libraries are loaded at any time. The same object as long as the files are the same, because an image of
/// it with its debug information is expensive.
std::shared_ptr<const ProcessMaps> Monitor::maps_of(pid_t process) {
  constexpr double kOften = 0.1;
  KnownMaps& known = maps_[process];
  const double now = clock_.seconds(clock_.now());
  const std::uint32_t attached = area_.attached.load(std::memory_order_relaxed);
  if (known.maps && known.attached == attached && now - known.read_s < kOften) return known.maps;
  auto maps = std::make_shared<ProcessMaps>();
  maps->process = process;
  maps->text = mapped_files(read_small_file("/proc/" + std::to_string(process) + "/maps"));
  known.attached = attached;
  known.read_s = now;
  if (!known.maps || (!maps->text.empty() && maps->text != known.maps->text)) known.maps = maps;
  return known.maps;
}

void Monitor::end_slot(SlotWatch& watch, Slot& slot, bool by_signal) {
  counted_.lost += slot.lost.load(std::memory_order_relaxed);
  give_capture_back(watch);
  Observed seen;
  if (!observe(slot, seen)) return;
  note_standstill(0);
  const double now = clock_.seconds(clock_.now());
  const unsigned in_turn = levels_in_turn(seen.tracker);
  for (unsigned i = 0; i < in_turn; ++i) {
    LevelWatch& level = watch.levels[i];
    const Level& turn = seen.tracker.level(i);
    if (turn.turns == 0 || level.started != turn.started || level.looks.empty()) continue;
    StallJob job;
    job.start_s = clock_.seconds(turn.started);
    job.spent = spent(watch, job.start_s, now);
    job.length_s = lived(watch, job.start_s, now - job.start_s, job.spent);
    if (job.length_s < threshold_s_) break;
    job.threshold_s = threshold_s_;
    job.wait = level.place;
    job.looks = std::move(level.looks);
    judge_looks(watch, job, job.start_s);
    job.maps = maps_of(watch.process);
    if (level.loop) job.loop = *level.loop;
    job.unfinished = true;
    job.must_be_inside = !by_signal || i + 1 < seen.tracker.depth();
    for (Pending& pending : watch.pending) job.otherwise.push_back(std::move(pending.job));
    watch.pending.clear();
    analyst_.add(std::move(job));
    break;  // what lies inside of it is part of it
  }
  for (Pending& pending : watch.pending) analyst_.add(std::move(pending.job));
  watch.pending.clear();
}

void Monitor::finish(bool by_signal) {
  poll();
  for (auto& [index, watch] : watched_) {
    Observed seen;
    if (observe(area_.slots[index], seen)) drain(watch, area_.slots[index], seen, true);
    end_slot(watch, area_.slots[index], by_signal);
  }
  watched_.clear();
  name_places();
}

std::optional<int> Monitor::ended(pid_t process) const {
  const auto found = ended_.find(process);
  return found == ended_.end() ? std::nullopt : std::optional(found->second);
}

Counted Monitor::so_far() const {
  Counted counted = counted_;
  counted.without_slot = area_.without_slot.load();
  counted.dropped = analyst_.dropped();
  return counted;
}

}  // namespace unblock::watch
