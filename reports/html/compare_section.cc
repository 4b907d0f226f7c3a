// Two or more result files: what got faster, what got slower, and whether the machines can be compared at all.
#include <fmt/format.h>

#include "reports/html/charts.h"
#include "reports/html/sections.h"
#include "reports/html/table.h"
#include "reports/summary/metric.h"
#include "reports/summary/pairs.h"
#include "reports/text/clean.h"

namespace unblock::reports::html {
namespace {

using summary::Change;
using summary::Comparison;
using summary::Direction;

const char* word_for(Direction direction) {
  if (direction == Direction::better) return "better";
  return direction == Direction::worse ? "worse" : "undecided";
}

Field direction_field(Direction direction) {
  Field field;
  const char* tone = direction == Direction::better ? "good-text" : direction == Direction::worse ? "bad-text" : "na-text";
  field.content.element("span", {{"class", tone}}, word_for(direction));
  return field;
}

Table changes_table(const std::vector<Change>& changes, const std::string& caption) {
  Table table(caption, {"cell", "metric", "base", "now", "now ÷ base", "95 % interval", "verdict"});
  for (const Change& change : changes) {
    const double base = summary::estimate(*change.base, change.metric), now = summary::estimate(*change.now, change.metric);
    const std::string name = change.now->placement.empty() ? change.now->name : change.now->name + " · " + change.now->placement;
    table.row({words(name), words(summary::metric(change.metric).label), number(summary::show(change.metric, base)),
               number(summary::show(change.metric, now)), number("×" + text::factor(change.ratio.estimate)),
               number(fmt::format("{} to {}", text::factor(change.ratio.low), text::factor(change.ratio.high))),
               direction_field(change.direction)});
  }
  return table;
}

text::Markup different_machines(const Comparison& comparison) {
  text::Markup out;
  if (comparison.differences.empty()) return out;
  out.open("div", {{"class", "doubts"}, {"role", "note"}});
  out.element("p", "The two runs come from different machines or builds: a ratio between them may say more about that than about the code.");
  out.open("ul");
  for (const std::string& difference : comparison.differences) out.element("li", difference);
  return out.close("ul").close("div").line();
}

text::Markup missing_cells(const std::vector<std::string>& names, const std::string& what) {
  text::Markup out;
  if (names.empty()) return out;
  constexpr std::size_t kMost = 50;
  out.open("details").element("summary", text::plural(names.size(), "cell") + " " + what).open("ul");
  for (std::size_t i = 0; i < names.size() && i < kMost; ++i) out.element("li", names[i]);
  if (names.size() > kMost) out.element("li", fmt::format("and {} more", names.size() - kMost));
  return out.close("ul").close("details").line();
}

text::Markup one_comparison(const Run& base, const Run& now, std::size_t number) {
  const Comparison comparison = summary::compare(base, now);
  text::Markup out;
  out.element("h3", fmt::format("{} against {}", now.source, base.source)).line().add(different_machines(comparison));
  const Table times = changes_table(comparison.changes, "Time per operation, largest change first");
  out.add(ratios(comparison, times, fmt::format("compare-{}-", number)));
  const Table counts = changes_table(comparison.counts, "Counts that changed");
  if (!counts.is_empty()) out.add(counts.markup());
  if (times.is_empty()) out.element("p", "No cell has a result in both files.");
  return out.add(missing_cells(comparison.only_in_base, "only in " + base.source)).add(missing_cells(comparison.only_in_now, "only in " + now.source));
}

}  // namespace

text::Markup compare_section(const Report& report) {
  const auto pairs = summary::comparable_pairs(report);
  text::Markup out;
  if (pairs.empty()) return out;
  out.open("section", {{"id", "compare"}, {"aria-labelledby", "compare-h"}}).element("h2", {{"id", "compare-h"}}, "Compare").line();
  for (std::size_t i = 0; i < pairs.size(); ++i) out.add(one_comparison(*pairs[i].first, *pairs[i].second, i + 1));
  return out.close("section").line();
}

}  // namespace unblock::reports::html
