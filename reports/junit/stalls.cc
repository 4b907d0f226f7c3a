#include "reports/junit/stalls.h"

#include <fmt/format.h>

#include "reports/stalls/phrases.h"
#include "reports/text/quantity.h"

namespace unblock::reports::junit {
namespace {

std::string told(const StallPlace& place) {
  std::string text;
  for (std::size_t i = 0; i < place.chain.size(); ++i) {
    const StallFrame& frame = place.chain[i];
    text += fmt::format("{} {}{}{}\n", i == place.culprit ? ">" : " ", frame.function, frame.file.empty() ? "" : "  ", stalls::place_of(frame));
  }
  if (place.events > 0) text += fmt::format("{} waited behind it, at most {} in total\n", text::plural(place.events, "ready event"), stalls::duration(place.events_waited_s));
  if (!place.instead.empty()) text += "Instead: " + place.instead + "\n";
  return text;
}

}  // namespace

Suite stalls_suite(const Stalls& stalls) {
  Suite suite{.name = "unblock watch: " + stalls.program};
  suite.said = stalls::headline(stalls) + "\n";
  for (const std::string& note : stalls.notes) suite.said += note + "\n";
  for (const StallPlace& place : stalls.places) {
    text::Markup inside;
    suite.failure(inside, fmt::format("{}, longest {}, {}{}", text::plural(place.count, "stall"), stalls::duration(place.longest_s), stalls::kind_of(place), place.blocked_by.empty() ? "" : " in " + place.blocked_by),
                  "stall", told(place));
    suite.add("event-loop-stall", stalls::culprit_of(place), place.total_s, inside, place.chain.empty() ? "" : place.chain[place.culprit].file);
  }
  if (stalls.places.empty()) suite.add("event-loop-stall", "no stall", 0, {});
  return suite;
}

}  // namespace unblock::reports::junit
