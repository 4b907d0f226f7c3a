// The first screen: what this is, the verdicts, the waits as a picture, what to doubt; then every runtime against every workload, and
// one sentence per workload. What a stranger must find on it: docs/page.md.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/compare/findings.h"
#include "reports/compare/phrases.h"
#include "reports/compare/stored.h"
#include "reports/html/charts.h"
#include "reports/html/sections.h"
#include "reports/html/stalls_section.h"
#include "reports/summary/pairs.h"
#include "reports/summary/sentences.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

using summary::Group;
using summary::Workload;

std::string environment_value(const Run& run, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto found = run.environment.find(key);
    if (found != run.environment.end() && !found->second.empty()) return found->second;
  }
  return "";
}

/// "2026-03-01 10:00 UTC" of an ISO 8601 date; another text as it is.
std::string minute_of(const std::string& date) {
  constexpr std::size_t kDay = 10, kMinute = 16, kSecond = 19;
  if (date.size() <= kSecond || date[kDay] != 'T') return date;
  const std::string zone = date.substr(kSecond);
  return fmt::format("{} {} {}", date.substr(0, kDay), date.substr(kDay + 1, kMinute - kDay - 1), zone == "Z" || zone == "+00:00" ? "UTC" : zone);
}

/// "Example CPU 3000 · 2 cores · Linux 6.1 · quick suite · 52 s"
std::string machine_line(const Run& run) {
  std::vector<std::string> parts = {environment_value(run, {"cpu", "cpu_model", "host_name"})};
  const std::string cores = environment_value(run, {"num_cpus", "cores"});
  if (!cores.empty()) parts.push_back(cores + " cores");
  parts.push_back(environment_value(run, {"kernel"}));
  parts.push_back(environment_value(run, {"compiler"}));
  if (!run.suite.empty()) parts.push_back(run.suite + " suite");
  if (run.duration_s > 0) parts.push_back(text::quantity(run.duration_s * 1e9, text::Unit::nanoseconds));
  parts.push_back(minute_of(run.date));
  std::string line;
  for (const std::string& part : parts) {
    if (!part.empty()) line += (line.empty() ? "" : " · ") + part;
  }
  return line;
}

text::Markup sentences_of(const Shown& shown, const std::vector<Workload>& workloads) {
  text::Markup out;
  out.open("ul", {{"class", "sentences"}}).line();
  for (const Workload& workload : workloads) {
    const Group* group = workload.first_group();
    const std::string said = group == nullptr ? "" : summary::sentence(*group);
    out.open("li").element("a", {{"href", "#" + shown.prefix + workload.id}}, workload.name);
    if (group != nullptr && !group->title.empty()) out.text(" ").element("span", {{"class", "how"}}, "(" + group->title + ")");
    out.text(": " + (said.empty() ? "no runtime has a result." : said));
    const std::string at_scale = summary::sentence_at_scale(workload);
    if (!at_scale.empty()) out.text(" " + at_scale);
    out.close("li").line();
  }
  return out.close("ul").line();
}

text::Markup comparison_lines(const Report& report) {
  text::Markup out;
  for (const Findings& findings : report.findings) {
    if (!findings.base) continue;
    out.open("p", {{"class", "said"}}).element("a", {{"href", "#findings"}}, fmt::format("{} against {}", findings.source, findings.base->source));
    out.text(": " + compare::findings_headline(findings) + ".").close("p").line();
  }
  for (const auto& [base, now] : summary::comparable_pairs(report)) {
    const Comparison comparison = compare::compare_stored(*base, *now, {});
    out.open("p", {{"class", "said"}}).element("a", {{"href", "#compare"}}, now->source + " against " + base->source);
    out.text(": " + compare::headline(comparison, Undecided::stays)).close("p").line();
  }
  return out;
}

/// For a reader who has never seen such a page: what was compared, and how.
text::Markup what_it_is(const Run& run) {
  text::Markup out;
  std::set<std::string> runtimes, workloads;
  for (const Cell& cell : run.cells) {
    if (!cell.runtime.empty() && has_result(cell)) runtimes.insert(summary::runtime_of(cell)), workloads.insert(cell.workload);
  }
  if (runtimes.size() < 2) return out;
  return out.element("p", {{"class", "what"}},
                     fmt::format("The same I/O in {} ways of waiting (runtimes: blocking calls, threads, event loops) and {}. The server verified every result.",
                                 runtimes.size(), text::plural(workloads.size(), "kind of work", "kinds of work")))
      .line();
}

/// What all tables have in common is said once.
text::Markup how_to_read() {
  text::Markup out;
  out.open("p", {{"class", "note"}}).element("strong", "How to read the tables. ");
  return out.text(
                "Runtimes are tied where the rounds do not tell them apart. Ratios compare rounds that were measured within seconds of each other, and are an interval where there are several. Bars start at zero "
                "unless their column says log scale, and the mark at the end of a bar is the 95 % interval. Beside the number of rounds, each round "
                "is drawn by its distance from the median. What a doubt means: ")
      .element("code", "unblock bench explain NAME")
      .text(".")
      .close("p")
      .line();
}

}  // namespace

text::Markup overview(const Report& report, const std::vector<Shown>& shown) {
  text::Markup out;
  out.open("section", {{"id", "overview"}, {"aria-labelledby", "overview-h"}}).element("h2", {{"id", "overview-h"}}, "Overview").line();
  for (const Shown& one : shown) {
    if (shown.size() > 1) out.element("h3", one.run->source);
    out.add(what_it_is(*one.run)).element("p", {{"class", "machine"}}, machine_line(*one.run)).line();
  }
  out.add(tiles(report, shown));
  for (const Shown& one : shown) out.add(highlights(summary::workloads(*one.run), one.prefix));
  out.add(doubts(shown)).add(comparison_lines(report)).add(stalls_lines(report));
  for (const Shown& one : shown) {
    const std::vector<Workload> workloads = summary::workloads(*one.run);
    out.add(matrix(workloads, one.prefix)).add(sentences_of(one, workloads));
  }
  if (std::any_of(shown.begin(), shown.end(), [](const Shown& one) { return !one.run->foreign; })) out.add(how_to_read());
  return out.close("section").line();
}

}  // namespace unblock::reports::html
