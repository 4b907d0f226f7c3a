#include "watch/watcher/slot_watch.h"

#include <utility>

namespace unblock::watch {

std::vector<Look> looks_at(LevelWatch& level, std::uint64_t turn) {
  if (level.started == turn) return std::exchange(level.looks, {});
  for (auto& [started, looks] : level.earlier) {
    if (started == turn) return std::exchange(looks, {});
  }
  return {};
}

void begin_turn(LevelWatch& level, std::uint64_t turn) {
  constexpr std::size_t kEarlier = 8;  // of turns that did not become stalls after all, too
  if (!level.looks.empty()) level.earlier.emplace_back(level.started, std::exchange(level.looks, {}));
  if (level.earlier.size() > kEarlier) level.earlier.pop_front();
  level.started = turn;
}

}  // namespace unblock::watch
