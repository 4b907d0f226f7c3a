// Writes a thread's waits into its slot: done by the thread itself, or by the watcher for a program that it only listens to.
#pragma once

#include "watch/area/area.h"

namespace unblock::watch {

/// A slot as a thread that has just begun to wait needs it.
inline void clear(Slot& slot) {
  slot.version.store(0, std::memory_order_relaxed);
  slot.kind = 0;
  slot.progress = 0;
  slot.progress_end = 0;
  slot.written.store(0, std::memory_order_relaxed);
  slot.read.store(0, std::memory_order_relaxed);
  slot.lost.store(0, std::memory_order_relaxed);
  slot.capture.store(Capture::idle, std::memory_order_relaxed);
  slot.tracker = {};
}

inline LongTurn* write_down(Slot& slot, const Turn& turn, Site site) {
  const std::uint32_t written = slot.written.load(std::memory_order_relaxed);
  if (written - slot.read.load(std::memory_order_acquire) >= Slot::kLongTurns) {
    slot.lost.fetch_add(1, std::memory_order_relaxed);
    return nullptr;
  }
  LongTurn& entry = slot.long_turns[written % Slot::kLongTurns];
  entry.started = turn.started;
  entry.ended = turn.ended;
  entry.site = site;
  entry.level = turn.level;
  entry.kind = slot.kind;
  entry.ready = 0;
  entry.settled.store(0, std::memory_order_relaxed);
  slot.written.store(written + 1, std::memory_order_release);
  return &entry;
}

/// The wait begins. The long turn that it ended, or null.
inline LongTurn* begin_wait(Slot& slot, Site site, WaitKind kind, std::uint64_t now, std::uint64_t threshold) {
  Turn turn;
  const std::uint32_t version = slot.version.load(std::memory_order_relaxed);
  slot.version.store(version + 1, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  const bool ended = slot.tracker.enter(site, now, turn);
  slot.kind = static_cast<std::uint32_t>(kind);
  slot.version.store(version + 2, std::memory_order_release);
  return ended && turn.length() >= threshold ? write_down(slot, turn, site) : nullptr;
}

/// The wait is over. What was ready at once had waited for the loop, and not the loop for it.
inline void end_wait(Slot& slot, LongTurn* ended, std::uint64_t began, std::uint64_t now, long ready, std::uint64_t threshold) {
  constexpr std::uint64_t kAtOnce = 50;  // parts of the threshold
  const std::uint32_t version = slot.version.load(std::memory_order_relaxed);
  slot.version.store(version + 1, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  slot.tracker.leave(now);
  slot.version.store(version + 2, std::memory_order_release);
  if (!ended) return;
  ended->ready = ready > 0 && now - began < threshold / kAtOnce ? static_cast<std::uint32_t>(ready) : 0;
  ended->settled.store(1, std::memory_order_release);
}

}  // namespace unblock::watch
