// What to doubt; and the machine, last.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/html/sections.h"
#include "reports/html/table.h"
#include "reports/summary/groups.h"
#include "reports/summary/verdicts.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

text::Markup doubt_item(const summary::Doubt& doubt) {
  text::Markup out, head;
  const std::string cells = doubt.everywhere ? "all " + text::plural(doubt.cells, "cell") : text::plural(doubt.cells, "cell");
  head.element("strong", {{"class", doubt.withholds ? "bad-text" : "doubt-text"}}, doubt.id);
  head.text(fmt::format(" in {}{}", cells, doubt.withholds ? ", not shown as a result" : ""));
  out.open("li");
  if (doubt.examples.size() == 1) return out.add(head).text(": " + doubt.examples.front()).close("li").line();
  out.open("details").open("summary").add(head).close("summary").open("ul");
  for (const std::string& example : doubt.examples) out.element("li", example);
  if (doubt.cells > doubt.examples.size()) out.element("li", fmt::format("and {} more", doubt.cells - doubt.examples.size()));
  return out.close("ul").close("details").close("li").line();
}

std::size_t measured(const Run& run) {
  return static_cast<std::size_t>(std::count_if(run.cells.begin(), run.cells.end(), [](const Cell& cell) { return has_result(cell); }));
}

/// Of another program's benchmarks one repetition is usual.
std::size_t of_one_round(const Run& run) {
  if (run.foreign) return 0;
  return static_cast<std::size_t>(
      std::count_if(run.cells.begin(), run.cells.end(), [](const Cell& cell) { return has_result(cell) && counted_rounds(cell).size() == 1; }));
}

text::Markup doubts_of_run(const Run& run) {
  text::Markup out;
  if (run.interrupted) out.element("li", "The run was cut short: what is shown was measured, the rest is missing.");
  for (const std::string& warning : run.warnings) out.element("li", warning).line();
  const std::size_t single = of_one_round(run);
  if (single > 0) out.element("li", fmt::format("{} of {} results come from one round: they have no interval, and cannot be ranked. --time-budget gives more rounds.", single, measured(run)));
  for (const summary::Doubt& doubt : summary::doubts(run)) out.add(doubt_item(doubt));
  return out;
}

/// One row per runtime: its settings are read together, and hundreds of rows would be read by nobody.
text::Markup configurations(const Run& run) {
  std::map<std::string, std::map<std::string, std::string>> by_runtime;
  for (const Cell& cell : run.cells) {
    if (!cell.configuration.empty()) by_runtime.try_emplace(summary::label(cell), cell.configuration);
  }
  text::Markup out;
  if (by_runtime.empty() || by_runtime.size() > 60) return out;
  Table table("What each worker said it ran with", {"runtime", "settings"});
  for (const auto& [runtime, settings] : by_runtime) {
    Field field;
    for (const auto& [name, value] : settings) {
      if (!field.content.is_empty()) field.content.text(" · ");
      field.content.text(name + ": " + value);
    }
    table.row({words(runtime), field});
  }
  return table.markup(false);
}

}  // namespace

text::Markup doubts(const std::vector<Shown>& shown) {
  text::Markup items;
  std::size_t kinds = 0, single = 0, all = 0;
  bool withheld = false;
  for (const Shown& one : shown) {
    items.add(doubts_of_run(*one.run));
    single += of_one_round(*one.run);
    all += measured(*one.run);
    const std::vector<summary::Doubt> doubts = summary::doubts(*one.run);
    kinds += doubts.size() + one.run->warnings.size() + (one.run->interrupted ? 1 : 0) + (of_one_round(*one.run) > 0 ? 1 : 0);
    withheld = withheld || std::any_of(doubts.begin(), doubts.end(), [](const summary::Doubt& doubt) { return doubt.withholds; });
  }
  text::Markup out;
  if (shown.empty()) return out;
  if (items.is_empty()) {
    return out.element("p", {{"class", "fine"}}, "Nothing is in doubt: no warning about the machine, no verdict on a cell.").line();
  }
  out.open("details", {{"class", "doubts"}}).open("summary").element("strong", text::plural(kinds, "reason") + " to doubt some of these numbers");
  out.text(withheld ? ", and some of them are not shown as results" : "");
  if (single > 0) out.text(fmt::format("; {} of {} results come from one round", single, all));
  out.close("summary").open("ul").add(items);
  return out.close("ul").close("details").line();
}

text::Markup environment(const std::vector<Shown>& shown) {
  text::Markup out;
  if (shown.empty()) return out;
  out.open("section", {{"id", "environment"}, {"aria-labelledby", "environment-h"}}).element("h2", {{"id", "environment-h"}}, "Environment").line();
  for (const Shown& one : shown) {
    const Run& run = *one.run;
    Table table(shown.size() > 1 ? "Environment of " + run.source : "Environment", {"name", "value"});
    table.row({words("file"), words(run.source)});
    table.row({words("date"), words(run.date)});
    if (!run.foreign) table.row({words("seed of the order"), words(std::to_string(run.seed))});
    for (const auto& [name, value] : run.environment) table.row({words(name), words(value)});
    out.add(table.markup(false));
    const text::Markup settings = configurations(run);
    if (!settings.is_empty()) {
      out.open("details").element("summary", "Configuration that the workers reported").add(settings).close("details");
    }
  }
  return out.close("section").line();
}

}  // namespace unblock::reports::html
