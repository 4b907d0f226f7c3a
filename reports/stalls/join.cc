#include "reports/stalls/join.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <map>
#include <set>
#include <string_view>

#include "reports/text/quantity.h"

namespace unblock::reports::stalls {
namespace {

constexpr unsigned kLinesOfACall = 3;

/// One path may be relative to where a tool ran, and the other absolute.
bool same_file(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (b.starts_with("./")) b.remove_prefix(2);
  return !b.empty() && a.ends_with(b) && (a.size() == b.size() || a[a.size() - b.size() - 1] == '/');
}

unsigned distance(unsigned a, unsigned b) { return a > b ? a - b : b - a; }

/// How far the stack of a stall passes from a finding, in lines; nothing when it does not come near.
std::optional<unsigned> nearness(const Finding& finding, const StallPlace& place) {
  std::optional<unsigned> nearest;
  const auto look_at = [&](const Location& location) {
    for (const StallFrame& frame : place.chain) {
      if (!frame.own || frame.line == 0 || !same_file(frame.file, location.file)) continue;
      const unsigned lines = distance(frame.line, location.line);
      if (lines <= kLinesOfACall && (!nearest || lines < *nearest)) nearest = lines;
    }
  };
  look_at(finding.location);
  // A lock that is kept while others run makes them stand where they take it, and not where it is kept.
  if (finding.check == "async-lock-across-suspend") {
    for (const Step& step : finding.chain) look_at(step.location);
  }
  return nearest;
}

void add(Price& price, const StallPlace& place) {
  price.places.push_back(&place);
  price.count += place.count;
  price.total_s += place.total_s;
  price.longest_s = std::max(price.longest_s, place.longest_s);
}

std::string_view base_name(std::string_view file) { return file.substr(file.rfind('/') + 1); }

/// Findings by the names of the files that they speak of: there may be a hundred thousand of them, and a thousand places.
using ByFile = std::multimap<std::string_view, Price*>;

ByFile by_file(std::vector<Price>& prices) {
  ByFile files;
  for (Price& price : prices) {
    std::set<std::string_view> names = {base_name(price.finding->location.file)};
    for (const Step& step : price.finding->chain) names.insert(base_name(step.location.file));
    for (const std::string_view name : names) files.emplace(name, &price);
  }
  return files;
}

/// The findings that are nearest to a stall explain it: all of them, when several are on one line.
bool explain(const StallPlace& place, const ByFile& files) {
  std::set<std::string_view> names;
  for (const StallFrame& frame : place.chain) {
    if (frame.own && frame.line != 0) names.insert(base_name(frame.file));
  }
  std::set<Price*> nearest;
  unsigned least = kLinesOfACall + 1;
  for (const std::string_view name : names) {
    for (auto [at, end] = files.equal_range(name); at != end; ++at) {
      const auto lines = nearness(*at->second->finding, place);
      if (!lines || *lines > least) continue;
      if (*lines < least) nearest.clear();
      least = *lines;
      nearest.insert(at->second);
    }
  }
  for (Price* price : nearest) add(*price, place);
  return !nearest.empty();
}

bool dearer(const StallPlace* a, const StallPlace* b) { return a->total_s > b->total_s; }

}  // namespace

bool can_stall(const std::string& check) {
  static const std::set<std::string> kOthers = {
      "async-unawaited-coroutine", "async-unawaited-local", "async-task-dropped-by-callback", "async-dangling-argument",
      "async-lambda-coroutine-capture", "async-unowned-capture", "async-buffer-lifetime", "async-detached-exception",
      "async-uv-handle-lifetime", "async-uv-request-lifetime"};
  return check.starts_with("async-") && !kOthers.contains(check);
}

Joined join(const std::vector<Findings>& findings, const std::vector<Stalls>& stalls) {
  Joined joined;
  for (const Findings& of_tool : findings) {
    for (const Finding& finding : of_tool.findings) {
      if (can_stall(finding.check)) joined.prices.push_back({&finding, {}, 0, 0, 0});
    }
  }
  const ByFile files = by_file(joined.prices);
  for (const Stalls& seen : stalls) {
    for (const StallPlace& place : seen.places) {
      if (!explain(place, files)) joined.unpredicted.push_back(&place);
    }
  }
  std::stable_sort(joined.prices.begin(), joined.prices.end(), [](const Price& a, const Price& b) { return a.total_s > b.total_s; });
  std::stable_sort(joined.unpredicted.begin(), joined.unpredicted.end(), dearer);
  return joined;
}

std::string price_text(const Price& price) {
  if (!price.is_seen()) return "not seen";
  return fmt::format("confirmed: {}, longest {}, {} in total", text::plural(price.count, "stall"),
                     text::quantity(price.longest_s * 1e9, text::Unit::nanoseconds), text::quantity(price.total_s * 1e9, text::Unit::nanoseconds));
}

}  // namespace unblock::reports::stalls
