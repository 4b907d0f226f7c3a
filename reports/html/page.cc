// Puts the sections together. The style sheet and the script are embedded files of ours; the script may be missing.
#include "reports/html/page.h"

#include "page_files.h"
#include "reports/html/palette.h"
#include "reports/html/sections.h"
#include "reports/html/stalls_section.h"
#include "reports/summary/pairs.h"

namespace unblock::reports::html {
namespace {

std::string_view file_named(std::string_view name) {
  for (const embedded::File& file : embedded::page_files()) {
    if (file.path == name) return file.text;
  }
  return "";
}

std::vector<Shown> shown_runs(const Report& report) {
  std::vector<Shown> shown;
  for (const Run* run : summary::latest_runs(report)) {
    shown.push_back({run, shown.empty() ? "" : "r" + std::to_string(shown.size() + 1) + "-"});
  }
  return shown;
}

std::string title_of(const Report& report) {
  if (report.runs.empty() && report.findings.empty() && !report.stalls.empty()) return "Unblock: stalls";
  if (report.runs.empty()) return report.stalls.empty() ? "Unblock: findings" : "Unblock: findings and stalls";
  return report.findings.empty() ? "Unblock: benchmark results" : "Unblock: benchmark results and findings";
}

text::Markup contents_list(const std::vector<Entry>& contents) {
  text::Markup out;
  out.open("nav", {{"id", "contents"}, {"aria-label", "Contents"}}).open("ul").line();
  for (const Entry& entry : contents) {
    out.open("li", {{"class", entry.level > 1 ? "sub" : "top"}}).element("a", {{"href", "#" + entry.id}}, entry.title).close("li").line();
  }
  return out.close("ul").close("nav").line();
}

text::Markup head(const std::string& title) {
  text::Markup out;
  out.open("head").line().empty("meta", {{"charset", "utf-8"}}).line();
  out.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}).line();
  out.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}}).line();
  out.element("title", title).line();
  // Nothing may be loaded or sent, whatever an input holds; our own style and script are inside the file.
  out.empty("meta", {{"http-equiv", "Content-Security-Policy"},
                     {"content", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"}});
  out.open("style").trusted(palette_css()).trusted(file_named("style.css")).close("style").line();
  return out.close("head").line();
}

}  // namespace

std::string write(const Report& report) {
  const std::vector<Shown> shown = shown_runs(report);
  std::vector<const Chapter*> chapters;
  std::vector<Entry> contents = {{"overview", "Overview"}};
  text::Markup body;
  body.add(overview(report, shown));
  for (const Shown& one : shown) {
    if (shown.size() > 1) body.element("h2", {{"class", "run"}}, one.run->source);
    body.add(workload_sections(one, contents, chapters));
  }
  const text::Markup compare = compare_section(report), history = history_section(report.history);
  const text::Markup findings = findings_section(report.findings, report.stalls, chapters), stalls = stalls_section(report);
  if (!compare.is_empty()) contents.push_back({"compare", "Compare"});
  if (!history.is_empty()) contents.push_back({"history", "History"});
  if (!stalls.is_empty()) contents.push_back({"stalls", "Stalls"});
  if (!findings.is_empty()) contents.push_back({"findings", "Findings"});
  if (!chapters.empty()) contents.push_back({"guide", "Ideas"});
  if (!shown.empty()) contents.push_back({"environment", "Environment"});
  body.add(compare).add(history).add(stalls).add(findings).add(guide_section(chapters)).add(environment(shown));

  text::Markup page;
  page.trusted("<!DOCTYPE html>\n").open("html", {{"lang", "en"}}).line().add(head(title_of(report))).open("body").line();
  page.element("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the results").line();
  page.open("header").element("h1", title_of(report)).close("header").line();
  page.add(contents_list(contents)).open("main", {{"id", "main"}, {"tabindex", "-1"}}).line().add(body).close("main").line();
  page.open("footer").element("p", "Written by Unblock " UNBLOCK_VERSION ". This file needs no network and no script.").close("footer").line();
  const std::string_view script = file_named("page.js");
  if (!script.empty()) page.open("script").trusted(script).close("script").line();
  return page.close("body").close("html").line().str();
}

}  // namespace unblock::reports::html
