#include "reports/html/stalls_section.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/html/table.h"
#include "reports/stalls/join.h"
#include "reports/stalls/phrases.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

constexpr std::size_t kMostPlaces = 500;

std::string duration_of(double seconds) { return stalls::duration(seconds); }

Field code(const std::string& text) {
  Field field;
  field.content.element("code", text);
  return field;
}

text::Markup chain_of(const StallPlace& place) {
  text::Markup out;
  out.open("details").open("summary");
  const StallFrame& culprit = place.chain[place.culprit];
  out.element("code", {{"class", "place"}}, stalls::place_of(culprit)).text(" ").text(culprit.function).close("summary");
  out.open("ol", {{"class", "chain"}});
  for (const StallFrame& frame : place.chain) {
    out.open("li").text(frame.function).text(" ").element("code", {{"class", "place"}}, stalls::place_of(frame)).close("li");
  }
  out.close("ol");
  if (!place.instead.empty()) out.open("p", {{"class", "instead"}}).element("strong", "Instead: ").text(place.instead).close("p");
  return out.close("details");
}

text::Markup places_table(const Stalls& stalls, const std::string& prefix) {
  Table table("Stalls by place, the most costly first",
              {"where", "kind", "in", "stalls", "total", "longest", "p50", "p99", "events that waited", "for at most"});
  table.set_id(prefix + "places");
  for (std::size_t i = 0; i < stalls.places.size() && i < kMostPlaces; ++i) {
    const StallPlace& place = stalls.places[i];
    Field where;
    if (place.chain.empty()) where = words("the stack could not be read");
    else where.content.add(chain_of(place));
    table.row({where, words(stalls::kind_of(place)), code(place.blocked_by), number(text::count(static_cast<double>(place.count))), number(duration_of(place.total_s)),
               number(duration_of(place.longest_s)), number(duration_of(place.p50_s)), number(duration_of(place.p99_s)),
               number(text::count(static_cast<double>(place.events))), number(duration_of(place.events_waited_s))});
  }
  return table.is_empty() ? text::Markup() : table.markup();
}

text::Markup prices_table(const stalls::Joined& joined) {
  Table table("Findings by what they cost", {"finding", "check", "in this run", "stalls", "total", "longest"});
  table.set_id("finding-prices");
  for (const stalls::Price& price : joined.prices) {
    const Location& place = price.finding->location;
    const std::string& fingerprint = price.finding->fingerprint;
    Field where;
    where.content.element("a", {{"href", "#finding-" + text::slug(fingerprint)}}, fmt::format("{}:{}", place.file, place.line));
    if (!price.is_seen()) table.row({where, code(price.finding->check), words("not seen"), missing(), missing(), missing()});
    else table.row({where, code(price.finding->check), words("confirmed"), number(text::count(static_cast<double>(price.count))),
                    number(duration_of(price.total_s)), number(duration_of(price.longest_s))});
  }
  return table.is_empty() ? text::Markup() : table.markup();
}

text::Markup joined_part(const Report& report) {
  text::Markup out;
  if (report.findings.empty()) return out;
  const stalls::Joined joined = stalls::join(report.findings, report.stalls);
  out.element("h3", {{"id", "stall-prices"}}, "What the findings cost").line();
  out.element("p", "Confirmed: a stall stood at the finding's call. Not seen does not mean harmless: this run did not come there, or was quick.").line();
  out.add(prices_table(joined));
  if (joined.unpredicted.empty()) return out;
  Table table("Stalls that no finding explains", {"where", "kind", "stalls", "total", "longest"});
  for (std::size_t i = 0; i < joined.unpredicted.size() && i < kMostPlaces; ++i) {
    const StallPlace& place = *joined.unpredicted[i];
    Field where;
    if (place.chain.empty()) where = words("the stack could not be read");
    else where.content.element("code", {{"class", "place"}}, stalls::place_of(place.chain[place.culprit])).text(" ").text(place.chain[place.culprit].function);
    table.row({where, words(stalls::kind_of(place)), number(text::count(static_cast<double>(place.count))), number(duration_of(place.total_s)), number(duration_of(place.longest_s))});
  }
  return out.element("h3", {{"id", "unpredicted"}}, "Unpredicted").line().add(table.markup());
}

text::Markup loops_table(const Stalls& stalls) {
  constexpr std::size_t kMostLoops = 200;
  Table table("Loops", {"thread", "waits in", "function", "run by", "turns", "p50", "p99", "busy"});
  for (std::size_t i = 0; i < stalls.loops.size() && i < kMostLoops; ++i) {
    const Loop& loop = stalls.loops[i];
    table.row({words(std::to_string(loop.thread)), words(loop.waits_in), code(loop.function), code(loop.run_by),
               number(text::count(static_cast<double>(loop.turns))), number(duration_of(loop.turn_p50_s)), number(duration_of(loop.turn_p99_s)),
               number(stalls.duration_s > 0 ? fmt::format("{:.1f} %", 100 * loop.busy_s / stalls.duration_s) : "")});
  }
  return table.is_empty() ? text::Markup() : table.markup();
}

text::Markup one_run(const Stalls& stalls, const std::string& prefix) {
  text::Markup out;
  out.open("h3").text("Watched: ").element("code", text::shortened(stalls.program, 200)).close("h3").line();
  out.element("p", {{"class", "machine"}},
              fmt::format("{}: {}", stalls.date, stalls::headline(stalls)))
      .line();
  for (const std::string& note : stalls.notes) out.element("p", {{"class", "how"}}, note).line();
  if (stalls.starved_s > 0) out.element("p", {{"class", "how"}}, fmt::format("{} more were long only because the machine gave the loop no CPU.", duration_of(stalls.starved_s))).line();
  return out.add(stall_timeline(stalls, prefix)).add(places_table(stalls, prefix)).add(loops_table(stalls));
}

}  // namespace

text::Markup stalls_lines(const Report& report) {
  text::Markup out;
  for (const Stalls& stalls : report.stalls) {
    double longest_s = 0, total_s = 0;
    for (const StallPlace& place : stalls.places) {
      longest_s = std::max(longest_s, place.longest_s);
      total_s += place.total_s;
    }
    out.open("p", {{"class", "said"}}).element("a", {{"href", "#stalls"}}, text::plural(stalls.stall_count, "stall"));
    out.text(" of ").element("code", text::shortened(stalls.program, 200));
    out.text(stalls.stall_count == 0 ? "." : fmt::format(": {} in total, the longest {}.", duration_of(total_s), duration_of(longest_s))).close("p").line();
  }
  return out;
}

text::Markup stalls_section(const Report& report) {
  text::Markup out;
  if (report.stalls.empty()) return out;
  out.open("section", {{"id", "stalls"}, {"aria-labelledby", "stalls-h"}}).element("h2", {{"id", "stalls-h"}}, "Stalls of running programs").line();
  out.add(joined_part(report));
  for (std::size_t i = 0; i < report.stalls.size(); ++i) out.add(one_run(report.stalls[i], fmt::format("w{}-", i + 1)));
  return out.close("section").line();
}

}  // namespace unblock::reports::html
