#include "reports/markdown/stalls.h"

#include <fmt/format.h>

#include "reports/markdown/text.h"
#include "reports/stalls/join.h"
#include "reports/stalls/phrases.h"
#include "reports/text/quantity.h"

namespace unblock::reports::markdown {
namespace {

constexpr std::size_t kMostPlaces = 60;

std::string more(std::size_t rows) { return rows > kMostPlaces ? fmt::format("\nand {} more\n", rows - kMostPlaces) : ""; }

}  // namespace

std::string stalls_section(const Stalls& stalls) {
  std::string out = fmt::format("### Stalls of {}\n\n{}\n\n", plain(stalls.program), plain(stalls::headline(stalls)));
  for (const std::string& note : stalls.notes) out += fmt::format("- {}\n", plain(note));
  if (stalls.starved_s > 0) out += fmt::format("- {} more were long only because the machine gave the loop no CPU\n", stalls::duration(stalls.starved_s));
  if (!stalls.notes.empty() || stalls.starved_s > 0) out += "\n";
  if (stalls.places.empty()) return out;
  out += "| where | kind | in | stalls | total | longest | p99 | events that waited |\n|---|---|---|--:|--:|--:|--:|--:|\n";
  for (std::size_t i = 0; i < stalls.places.size() && i < kMostPlaces; ++i) {
    const StallPlace& place = stalls.places[i];
    out += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", plain(stalls::culprit_of(place)), stalls::kind_of(place), plain(place.blocked_by),
                       place.count, stalls::duration(place.total_s), stalls::duration(place.longest_s), stalls::duration(place.p99_s), place.events);
  }
  return out + more(stalls.places.size()) + "\n";
}

std::string prices_section(const Report& report) {
  if (report.findings.empty() || report.stalls.empty()) return "";
  const stalls::Joined joined = stalls::join(report.findings, report.stalls);
  std::string out = "### What the findings cost\n\n";
  if (joined.prices.empty()) out += "No finding says that a loop may stand still.\n";
  else out += "| finding | check | in this run |\n|---|---|---|\n";
  for (std::size_t i = 0; i < joined.prices.size() && i < kMostPlaces; ++i) {
    const stalls::Price& price = joined.prices[i];
    const Location& place = price.finding->location;
    out += fmt::format("| {}:{} | {} | {} |\n", plain(place.file), place.line, plain(price.finding->check), plain(stalls::price_text(price)));
  }
  out += more(joined.prices.size()) + "\n";
  if (joined.unpredicted.empty()) return out;
  out += "Stalls that no finding explains:\n\n";
  for (std::size_t i = 0; i < joined.unpredicted.size() && i < kMostPlaces; ++i) {
    const StallPlace& place = *joined.unpredicted[i];
    out += fmt::format("- {}: {}, {} in total\n", plain(stalls::culprit_of(place)), text::plural(place.count, "stall"), stalls::duration(place.total_s));
  }
  return out + more(joined.unpredicted.size()) + "\n";
}

}  // namespace unblock::reports::markdown
