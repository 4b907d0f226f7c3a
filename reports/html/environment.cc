// What to doubt, first of all; and the machine, last.
#include <fmt/format.h>

#include <map>

#include "reports/html/sections.h"
#include "reports/html/table.h"
#include "reports/summary/groups.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

struct Doubt {
  std::size_t cells = 0;
  bool withholds = false;
  std::vector<std::string> examples;
};

constexpr std::size_t kMostExamples = 4;

std::string where(const Cell& cell) { return cell.placement.empty() ? cell.name : cell.name + ", " + cell.placement; }

std::map<std::string, Doubt> doubts_of(const Run& run) {
  std::map<std::string, Doubt> all;
  const auto add = [&](const std::string& id, const Cell& cell, const std::string& text, bool withholds) {
    Doubt& doubt = all[id];
    ++doubt.cells;
    doubt.withholds = doubt.withholds || withholds;
    if (doubt.examples.size() < kMostExamples) doubt.examples.push_back(where(cell) + ": " + text);
  };
  for (const Cell& cell : run.cells) {
    for (const Verdict& verdict : cell.verdicts) add(verdict.id, cell, verdict.text, verdict.withholds);
    if (cell.status == CellStatus::failed) add("failed", cell, cell.reason, true);
  }
  return all;
}

text::Markup doubts_of_run(const Run& run) {
  text::Markup out;
  if (run.interrupted) out.element("li", "The run was cut short: what is shown was measured, the rest is missing.");
  for (const std::string& warning : run.warnings) out.element("li", warning).line();
  for (const auto& [id, doubt] : doubts_of(run)) {
    out.open("li").element("strong", {{"class", doubt.withholds ? "bad-text" : "doubt-text"}}, id);
    out.text(fmt::format(" in {}{}:", text::plural(doubt.cells, "cell"), doubt.withholds ? ", not shown as a result" : ""));
    out.open("ul");
    for (const std::string& example : doubt.examples) out.element("li", example);
    if (doubt.cells > doubt.examples.size()) out.element("li", fmt::format("and {} more", doubt.cells - doubt.examples.size()));
    out.close("ul").close("li").line();
  }
  return out;
}

text::Markup configurations(const Run& run) {
  std::map<std::string, std::map<std::string, std::string>> by_runtime;
  for (const Cell& cell : run.cells) {
    if (!cell.configuration.empty()) by_runtime.try_emplace(summary::label(cell), cell.configuration);
  }
  text::Markup out;
  if (by_runtime.empty() || by_runtime.size() > 60) return out;
  Table table("What each worker said it ran with", {"runtime", "setting", "value"});
  for (const auto& [runtime, settings] : by_runtime) {
    for (const auto& [name, value] : settings) table.row({words(runtime), words(name), words(value)}, runtime);
  }
  return table.markup(false);
}

}  // namespace

text::Markup doubts(const std::vector<Shown>& shown) {
  text::Markup items;
  for (const Shown& one : shown) items.add(doubts_of_run(*one.run));
  text::Markup out;
  if (shown.empty()) return out;
  if (items.is_empty()) {
    return out.element("p", {{"class", "fine"}}, "Nothing is in doubt: no warning about the machine, no verdict on a cell.").line();
  }
  out.open("div", {{"class", "doubts"}, {"role", "note"}}).element("h3", "Doubts first").open("ul").add(items);
  return out.close("ul").close("div").line();
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
