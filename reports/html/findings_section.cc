// Findings by check and by file, each with its chain and the lines around it. Closed at first: thousands must stay light.
// Where there are very many, whole files are folded, and the steps of chains name their places without the lines there.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/compare/findings.h"
#include "reports/html/finding.h"
#include "reports/html/markdown.h"
#include "reports/html/sections.h"
#include "reports/html/table.h"
#include "reports/stalls/join.h"
#include "reports/text/clean.h"
#include "reports/text/names.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

constexpr std::size_t kMany = 1000;

using ByFile = std::map<std::string, std::vector<const Finding*>>;

Prices prices_of(const std::vector<Findings>& all, const std::vector<Stalls>& stalls) {
  Prices prices;
  if (stalls.empty()) return prices;
  for (stalls::Price& price : stalls::join(all, stalls).prices) prices.emplace(price.finding, std::move(price));
  return prices;
}

double cost(const Prices& prices, const Finding* finding) {
  const auto found = prices.find(finding);
  return found == prices.end() ? 0 : found->second.total_s;
}

double cost(const Prices& prices, const std::vector<const Finding*>& list) {
  double sum = 0;
  for (const Finding* finding : list) sum += cost(prices, finding);
  return sum;
}

text::Markup by_file(const std::vector<Findings>& all, const Prices& prices, text::Names& ids) {
  ByFile files;
  std::size_t count = 0;
  for (const Findings& findings : all) {
    count += findings.findings.size();
    for (const Finding& finding : findings.findings) files[finding.location.file].push_back(&finding);
  }
  text::Markup out;
  const bool many = count > kMany;
  const char* tag = many ? "details" : "section";
  std::vector<ByFile::value_type*> dearest_first;
  for (auto& entry : files) dearest_first.push_back(&entry);
  std::stable_sort(dearest_first.begin(), dearest_first.end(), [&](const auto* a, const auto* b) { return cost(prices, a->second) > cost(prices, b->second); });
  for (ByFile::value_type* entry : dearest_first) {
    auto& [file, list] = *entry;
    std::stable_sort(list.begin(), list.end(), [&](const Finding* a, const Finding* b) {
      const double of_a = cost(prices, a), of_b = cost(prices, b);
      return of_a != of_b ? of_a > of_b : a->location.line < b->location.line;
    });
    out.open(tag, {{"class", "file"}});
    if (many) out.open("summary");
    out.open("h3").element("code", file.empty() ? "(no file)" : file);
    out.text(" ").element("span", {{"class", "count"}}, text::count(static_cast<double>(list.size()))).close("h3").line();
    if (many) out.close("summary");
    for (const Finding* finding : list) out.add(finding_entry(*finding, {.short_chain = many}, prices, ids));
    out.close(tag).line();
  }
  return out;
}

/// What was found before and is not any more.
text::Markup gone(const std::vector<Finding>& list, const char* state, const char* title, text::Names& ids) {
  text::Markup out;
  if (list.empty()) return out;
  out.open("details", {{"class", "gone"}}).open("summary").element("h3", title).text(" ");
  out.element("span", {{"class", "count"}}, text::count(static_cast<double>(list.size()))).close("summary").line();
  for (const Finding& finding : list) out.add(finding_entry(finding, {.short_chain = true, .state = state}, {}, ids));
  return out.close("details").line();
}

/// What the run is compared with, in one sentence, and what makes that weaker.
text::Markup compared(const Findings& findings) {
  text::Markup out;
  if (!findings.base) return out;
  out.element("p", {{"class", "said"}}, fmt::format("Against {}: {}.", findings.base->source, compare::findings_headline(findings))).line();
  for (const std::string& note : compare::findings_notes(findings)) out.element("p", {{"class", "note"}}, note).line();
  return out;
}

struct Seen {
  std::size_t findings = 0;
  std::map<std::string, std::size_t> files;
  const Rule* rule = nullptr;
};

std::map<std::string, Seen> by_check(const std::vector<Findings>& all) {
  std::map<std::string, Seen> checks;
  for (const Findings& findings : all) {
    for (const Finding& finding : findings.findings) {
      Seen& seen = checks[finding.check];
      ++seen.findings;
      ++seen.files[finding.location.file];
    }
    for (const Rule& rule : findings.rules) {
      const auto found = checks.find(rule.id);
      if (found != checks.end() && found->second.rule == nullptr) found->second.rule = &rule;
    }
  }
  return checks;
}

text::Markup check_table(const std::map<std::string, Seen>& checks) {
  Table table("Findings by check", {"check", "findings", "files", "what it finds"});
  for (const auto& [id, seen] : checks) {
    Field name;
    name.content.element("a", {{"href", "#check-" + text::slug(id)}}, id);
    const auto findings = static_cast<double>(seen.findings), files = static_cast<double>(seen.files.size());
    table.row({name, number(text::count(findings)), number(text::count(files)),
               words(seen.rule == nullptr ? "" : seen.rule->summary)});
  }
  return table.markup();
}

text::Markup check_pages(const std::map<std::string, Seen>& checks, std::vector<const Chapter*>& chapters) {
  text::Markup out;
  out.element("h3", {{"id", "checks"}}, "The checks").line();
  for (const auto& [id, seen] : checks) {
    out.open("details", {{"class", "chapter"}, {"id", "check-" + text::slug(id)}});
    out.open("summary").element("h4", id).close("summary").open("div", {{"class", "prose"}});
    const bool has_page = seen.rule != nullptr && !seen.rule->help.empty();
    if (has_page) out.add(markdown(seen.rule->help, 5, true));
    else out.element("p", "The file that was read brings no text for this check.");
    if (const Chapter* chapter = chapter_of_check(id)) {
      want(chapters, chapter);
      out.open("p").text("The idea behind it: ").element("a", {{"href", "#" + chapter->id}}, chapter->title).close("p");
    }
    out.close("div").close("details").line();
  }
  return out;
}

/// A run that failed found nothing, or not all: neither is an answer.
text::Markup failed_runs(const std::vector<Findings>& all) {
  text::Markup items, out;
  for (const Findings& findings : all) {
    for (const std::string& failure : findings.failures) items.element("li", failure);
  }
  if (items.is_empty()) return out;
  out.open("div", {{"class", "doubts"}, {"role", "note"}});
  return out.element("p", "A run failed, so that what it found is not all:").open("ul").add(items).close("ul").close("div").line();
}

text::Markup not_checked(const std::vector<Findings>& all) {
  text::Markup items, out;
  for (const Findings& findings : all) {
    for (const std::string& file : findings.failed_files) items.open("li").element("code", file).close("li");
  }
  if (items.is_empty()) return out;
  out.open("div", {{"class", "doubts"}, {"role", "note"}});
  return out.element("p", "These files did not compile, so they were not checked:").open("ul").add(items).close("ul").close("div").line();
}

}  // namespace

text::Markup findings_section(const std::vector<Findings>& all, const std::vector<Stalls>& stalls, std::vector<const Chapter*>& chapters) {
  text::Markup out;
  if (all.empty()) return out;
  out.open("section", {{"id", "findings"}, {"aria-labelledby", "findings-h"}}).element("h2", {{"id", "findings-h"}}, "Findings").line();
  for (const Findings& findings : all) {
    out.element("p", {{"class", "machine"}}, fmt::format("{} {}: {}", findings.tool, findings.tool_version, text::plural(findings.findings.size(), "finding"))).line();
    out.add(compared(findings));
  }
  out.add(failed_runs(all)).add(not_checked(all));
  const std::map<std::string, Seen> checks = by_check(all);
  text::Names ids;
  if (!checks.empty()) {
    out.add(check_table(checks)).open("div", {{"id", "finding-list"}}).add(by_file(all, prices_of(all, stalls), ids)).close("div").line();
  }
  for (const Findings& findings : all) {
    if (!findings.base) continue;
    out.add(gone(findings.base->fixed, "fixed", "Fixed", ids)).add(gone(findings.base->unknown, "not known", "In files that were not read this time", ids));
  }
  if (!checks.empty()) out.add(check_pages(checks, chapters));
  return out.close("section").line();
}

}  // namespace unblock::reports::html
