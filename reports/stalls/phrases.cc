#include "reports/stalls/phrases.h"

#include <fmt/format.h>

#include "reports/text/quantity.h"

namespace unblock::reports::stalls {

const char* kind_of(const StallPlace& place) {
  if (place.chain.empty()) return "unknown";
  if (place.parked_share >= 0.9) return "parked";
  return place.parked_share <= 0.1 ? "computing" : "parked and computing";
}

std::string place_of(const StallFrame& frame) { return frame.line == 0 ? frame.file : fmt::format("{}:{}", frame.file, frame.line); }

std::string culprit_of(const StallPlace& place) {
  if (place.chain.empty()) return "a place that could not be looked at";
  const StallFrame& frame = place.chain[place.culprit];
  return frame.file.empty() ? frame.function : frame.function + "  " + place_of(frame);
}

std::string headline(const Stalls& stalls) {
  return fmt::format("{} over {} in {}, {}{}", text::plural(stalls.stall_count, "stall"), duration(stalls.threshold_s), duration(stalls.duration_s),
                     text::plural(stalls.loops.size(), "loop"), stalls.finished ? "" : "; the program still ran when this was written");
}

std::string duration(double seconds) { return text::quantity(seconds * 1e9, text::Unit::nanoseconds); }

}  // namespace unblock::reports::stalls
