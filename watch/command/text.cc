#include "watch/command/text.h"

#include <fmt/format.h>

#include "reports/stalls/phrases.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::watch {
namespace {

constexpr std::size_t kMostPlaces = 30;

std::string time(double seconds) { return reports::stalls::duration(seconds); }

std::string frame_text(const reports::StallFrame& frame) {
  std::string text = reports::text::clean(frame.function);
  if (!frame.file.empty()) text += fmt::format("  {}:{}", reports::text::clean(frame.file), frame.line);
  return text;
}

std::string place_text(const reports::StallPlace& place) {
  std::string out = fmt::format("{:>9} in {}, longest {}, p50 {}, p99 {}, {}\n", time(place.total_s), reports::text::plural(place.count, "stall"),
                                time(place.longest_s), time(place.p50_s), time(place.p99_s), reports::stalls::kind_of(place));
  if (place.chain.empty()) out += "          at a place that could not be looked at\n";
  for (std::size_t i = 0; i < place.chain.size(); ++i) {
    out += fmt::format("        {} {}\n", i == place.culprit ? ">" : " ", frame_text(place.chain[i]));
  }
  if (place.events > 0) out += fmt::format("          {} waited behind it, at most {} in total\n", reports::text::plural(place.events, "ready event"), time(place.events_waited_s));
  if (place.unfinished > 0) out += "          it still stood there at the end\n";
  if (!place.instead.empty()) out += fmt::format("          instead: {}\n", place.instead);
  return out;
}

std::string loop_text(const reports::Loop& loop) {
  return fmt::format("  thread {}: {} turns on {}, p50 {}, p99 {}, in {}{}\n", loop.thread, reports::text::count(static_cast<double>(loop.turns)),
                     loop.waits_in, time(loop.turn_p50_s), time(loop.turn_p99_s), loop.function.empty() ? "an unknown function" : loop.function,
                     loop.run_by.empty() ? "" : ", run by " + loop.run_by);
}

bool lacks_symbols(const reports::Stalls& stalls) {
  for (const reports::StallPlace& place : stalls.places) {
    for (const reports::StallFrame& frame : place.chain) {
      if (frame.own && frame.function.find("+0x") != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace

std::string joined_text(const reports::stalls::Joined& joined) {
  std::string out = "\nwhat the linter said\n";
  for (const reports::stalls::Price& price : joined.prices) {
    const reports::Location& place = price.finding->location;
    out += fmt::format("  {}:{}  {}  {}\n", reports::text::clean(place.file), place.line, price.finding->check, price_text(price));
  }
  if (joined.prices.empty()) out += "  nothing that could make a loop stand still\n";
  for (const reports::StallPlace* place : joined.unpredicted) {
    const std::string where = place->chain.empty() ? "a place that could not be looked at" : frame_text(place->chain[place->culprit]);
    out += fmt::format("  unpredicted: {} in total at {}\n", time(place->total_s), where);
  }
  return out;
}

std::string text_of(const reports::Stalls& stalls) {
  std::string out = fmt::format("unblock watch: {} over {} in {} ({})\n", reports::text::plural(stalls.stall_count, "stall"), time(stalls.threshold_s),
                                time(stalls.duration_s), reports::text::plural(stalls.loops.size(), "loop"));
  constexpr std::size_t kMostLoops = 8;
  for (std::size_t i = 0; i < stalls.loops.size() && i < kMostLoops; ++i) out += loop_text(stalls.loops[i]);
  if (stalls.loops.size() > kMostLoops) out += fmt::format("  and {} more\n", stalls.loops.size() - kMostLoops);
  for (std::size_t i = 0; i < stalls.places.size() && i < kMostPlaces; ++i) out += "\n" + place_text(stalls.places[i]);
  if (stalls.places.size() > kMostPlaces) out += fmt::format("\n  and {} more places (-o FILE.json has all)\n", stalls.places.size() - kMostPlaces);
  if (stalls.starved_s > 0) out += fmt::format("\n  {} more were long only because the machine gave the loop no CPU\n", time(stalls.starved_s));
  if (lacks_symbols(stalls)) {
    out += "\n  some frames have no name: keep the symbols (link without -s) and the lines (-g) of the program, or find them by build id\n";
  }
  for (const std::string& note : stalls.notes) out += "\n  " + note + "\n";
  return out;
}

}  // namespace unblock::watch
