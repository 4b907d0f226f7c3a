#include "reports/html/finding.h"

#include <fmt/format.h>

#include "reports/text/clean.h"

namespace unblock::reports::html {
namespace {

const char* word_for(Severity severity) {
  if (severity == Severity::error) return "error";
  return severity == Severity::note ? "note" : "warning";
}

/// Numbered lines, the one that is meant with a mark in front, so that it is seen without any style.
text::Markup source_lines(const std::vector<std::string>& lines, unsigned first, unsigned hit) {
  text::Markup out;
  if (lines.empty() || first == 0) return out;
  out.open("pre", {{"class", "source"}}).open("code");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto number = first + static_cast<unsigned>(i);
    const std::string line = fmt::format("{}{:>5}  {}", number == hit ? ">" : " ", number, text::shortened(lines[i], 400));
    if (number == hit) out.element("mark", line);
    else out.text(line);
    out.line();
  }
  return out.close("code").close("pre");
}

text::Markup chain_of(const Finding& finding, bool short_chain) {
  text::Markup out;
  if (finding.chain.empty()) return out;
  out.open("ol", {{"class", "chain"}});
  for (const Step& step : finding.chain) {
    out.open("li").text(step.message.empty() ? "here" : step.message).text(" ");
    out.element("code", {{"class", "place"}}, place(step.location));
    if (!short_chain) out.add(source_lines(step.source, step.source_first_line, step.location.line));
    out.close("li");
  }
  return out.close("ol");
}

}  // namespace

std::string place(const Location& location) {
  if (location.line == 0) return location.file;
  return location.column == 0 ? fmt::format("{}:{}", location.file, location.line)
                              : fmt::format("{}:{}:{}", location.file, location.line, location.column);
}

text::Markup finding_entry(const Finding& finding, const FindingStyle& style, const Prices& prices, text::Names& ids) {
  text::Markup out;
  const std::string state(style.state.empty() ? std::string_view(finding.baseline_state) : style.state);
  const std::string id = finding.fingerprint.empty() ? "" : ids.unique("finding-" + text::slug(finding.fingerprint));
  out.open("details", {{"class", "finding"}, text::optional_attribute("id", id), {"data-check", finding.check}, {"data-severity", word_for(finding.severity)}, text::optional_attribute("data-state", state)});
  out.open("summary").element("span", {{"class", std::string("sev ") + word_for(finding.severity)}}, word_for(finding.severity));
  if (!state.empty() && state != "unchanged") out.text(" ").element("span", {{"class", "state"}}, state);
  out.text(" ").element("code", {{"class", "place"}}, place(finding.location)).text(" ");
  out.element("span", {{"class", "message"}}, finding.message).text(" ");
  if (const auto price = prices.find(&finding); price != prices.end()) {
    out.element("span", {{"class", price->second.is_seen() ? "price seen" : "price"}}, stalls::price_text(price->second)).text(" ");
  }
  out.element("code", {{"class", "check"}}, finding.check).close("summary").line();
  out.add(source_lines(finding.source, finding.source_first_line, finding.location.line)).add(chain_of(finding, style.short_chain));
  if (!finding.instead.empty()) {
    out.open("p", {{"class", "instead"}}).element("strong", "Instead: ").text(finding.instead).close("p");
  }
  return out.close("details").line();
}

}  // namespace unblock::reports::html
