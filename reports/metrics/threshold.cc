#include "reports/metrics/threshold.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "reports/metrics/metrics.h"
#include "reports/model/cell.h"
#include "reports/model/error.h"
#include "reports/text/nearest.h"

namespace unblock::reports::metrics {
namespace {

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw InputError(fmt::format("the limit '{}': {} (for example 'keepalive.p99 > 20ms')", text, why));
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

/// "p99" of "latency_p99_ns".
std::string_view short_name(const Metric& metric) {
  std::string_view name = metric.name;
  if (name.starts_with("latency_")) name.remove_prefix(8);
  if (name.ends_with("_ns")) name.remove_suffix(3);
  return name;
}

const Metric& metric_called(const std::string& word, const std::string& text) {
  std::vector<std::string_view> known;
  for (const Metric& metric : table()) {
    for (const std::string_view name : {metric.name, metric.head, metric.label, short_name(metric)}) {
      if (!name.empty() && name == word) return metric;
      if (!name.empty()) known.push_back(name);
    }
  }
  const std::string near = text::nearest(word, known);
  refuse(text, near.empty() ? fmt::format("there is no metric '{}'", word) : fmt::format("there is no metric '{}'; did you mean '{}'?", word, near));
}

/// To the unit's base: ns, bytes, one.
double scale_of(const std::string& unit, text::Unit kind, const std::string& text) {
  using Row = std::pair<std::string_view, double>;
  static constexpr Row kTimes[] = {{"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}};
  static constexpr Row kBytes[] = {{"B", 1}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}};
  const auto among = [&](const auto& rows) {
    for (const auto& [name, scale] : rows) {
      if (name == unit) return scale;
    }
    return 0.0;
  };
  const double scale = kind == text::Unit::nanoseconds ? among(kTimes) : kind == text::Unit::bytes ? among(kBytes)
                                                                     : unit.empty()                ? 1
                                                                                                   : 0;
  if (scale > 0) return scale;
  refuse(text, kind == text::Unit::nanoseconds ? "a time with ns, us, ms or s is expected" : kind == text::Unit::bytes ? "a size with B, kB, MB or GB is expected"
                                                                                                                       : "a number without a unit is expected");
}

void read_value(const std::string& value, Threshold& threshold) {
  char* end = nullptr;
  const double number = std::strtod(value.c_str(), &end);
  if (end == value.c_str() || !std::isfinite(number)) refuse(threshold.text, fmt::format("'{}' is no number", value));
  const Metric& metric = *find(threshold.metric);
  threshold.limit = number * scale_of(trimmed(end), metric.unit, threshold.text) / metric.scale;
}

void read_name(const std::string& name, Threshold& threshold) {
  const std::size_t dot = name.find('.');
  if (dot == name.npos || dot == 0) refuse(threshold.text, "WORKLOAD.METRIC is expected");
  threshold.workload = name.substr(0, dot);
  threshold.metric = metric_called(trimmed(name.substr(dot + 1)), threshold.text).name;
  const std::size_t slash = threshold.workload.find('/');
  if (slash == std::string::npos) return;
  threshold.runtime = threshold.workload.substr(0, slash);
  threshold.workload.erase(0, slash + 1);
}

bool is_meant(const Threshold& threshold, const Cell& cell) {
  return cell.workload == threshold.workload && (threshold.runtime.empty() || cell.runtime == threshold.runtime) && has_result(cell) &&
         has_metric(cell, threshold.metric);
}

bool is_beyond(const Threshold& threshold, double value) {
  if (value == threshold.limit) return threshold.equal_too;
  return (value > threshold.limit) == threshold.above;
}

}  // namespace

Threshold parse_threshold(const std::string& text) {
  Threshold threshold;
  threshold.text = text;
  const std::size_t op = text.find_first_of("<>");
  if (op == text.npos) refuse(text, "one of >, >=, <, <= is expected");
  threshold.above = text[op] == '>';
  threshold.equal_too = op + 1 < text.size() && text[op + 1] == '=';
  read_name(trimmed(text.substr(0, op)), threshold);
  read_value(trimmed(text.substr(op + (threshold.equal_too ? 2 : 1))), threshold);
  return threshold;
}

std::vector<std::string> beyond(const Threshold& threshold, const Run& run) {
  std::vector<std::string> sentences;
  bool any = false;
  for (const Cell& cell : run.cells) {
    if (!is_meant(threshold, cell)) continue;
    any = true;
    const Interval& value = cell.metrics.at(threshold.metric);
    if (!is_beyond(threshold, value.estimate)) continue;
    sentences.push_back(fmt::format("{}: {} is {} ({} to {}), beyond the limit '{}'", full_name(cell), meaning(threshold.metric).label, show(threshold.metric, value.estimate),
                                    show(threshold.metric, value.low), show(threshold.metric, value.high), threshold.text));
  }
  if (!any) throw InputError(fmt::format("the limit '{}' was not checked: no benchmark that was measured has that metric", threshold.text));
  return sentences;
}

}  // namespace unblock::reports::metrics
