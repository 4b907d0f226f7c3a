#include "watch/watcher/counted.h"

#include <fmt/format.h>

#include <algorithm>

#include "watch/area/area.h"

namespace unblock::watch {
namespace {

std::vector<std::string> notes(const Counted& counted) {
  std::vector<std::string> said;
  if (counted.forbidden > 0) said.push_back(fmt::format("{} looks at a stalled thread were refused by the system: those places are unknown", counted.forbidden));
  if (counted.lost > 0) said.push_back(fmt::format("{} stalls came faster than they could be written down and are not counted", counted.lost));
  if (counted.without_slot > 0) said.push_back(fmt::format("{} threads were not watched: there is room for {} at a time", counted.without_slot, Area::kSlots));
  if (counted.dropped > 0) said.push_back(fmt::format("{} stalls are counted without their place: there were too many at once", counted.dropped));
  return said;
}

}  // namespace

void Counted::write_to(reports::Stalls& to, const TickClock& clock) const {
  std::vector<std::size_t> rank(loops.size(), 0);
  std::vector<LoopRecord> shown;
  for (const bool named : {true, false}) {  // an interpreter that warms up leaves a place before anybody could ask for its name
    for (std::size_t i = 0; i < loops.size(); ++i) {
      if (!loops[i].is_loop() || loops[i].has_name() != named) continue;
      const auto same = std::find_if(shown.begin(), shown.end(), [&](const LoopRecord& other) { return loops[i].is_same_loop(other); });
      rank[i] = static_cast<std::size_t>(same - shown.begin());
      if (same == shown.end()) shown.push_back(loops[i]);
      else same->absorb(loops[i]);
    }
  }
  to.loops.clear();
  for (const LoopRecord& loop : shown) to.loops.push_back(loop.shown(clock));
  for (reports::StallMark& mark : to.stalls) mark.loop = mark.loop < rank.size() ? rank[mark.loop] : 0;
  to.starved_s = starved_s;
  to.notes = notes(*this);
}

}  // namespace unblock::watch
