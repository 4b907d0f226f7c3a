// New ÷ base on a log scale with 1 in the middle: what lies left of it needs less than before.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 290, kRight = 640, kWidth = 800, kRow = 24, kTop = 8;
constexpr std::size_t kMostRows = 40;

const Series& series_of_direction(summary::Direction direction) {
  static const Series kBetter{"better", "#00704f"};
  static const Series kWorse{"worse", "#b42318"};
  static const Series kUndecided{"undecided", kFaint};
  if (direction == summary::Direction::better) return kBetter;
  return direction == summary::Direction::worse ? kWorse : kUndecided;
}

Axis axis_for(const std::vector<summary::Change>& changes) {
  double far = 1.1;
  for (const summary::Change& change : changes) far = std::max({far, change.ratio.high, 1 / std::max(change.ratio.low, 1e-6)});
  return Axis(Axis::Scale::log, 1 / (far * 1.05), far * 1.05, kLeft, kRight);
}

std::string name_of(const summary::Change& change) {
  return change.now->placement.empty() ? change.now->name : change.now->name + " · " + change.now->placement;
}

/// Runtime and workload stand at the front of a name and the placement at its end: what is too long loses its middle.
std::string without_middle(const std::string& name) {
  constexpr std::size_t kMost = 40, kFront = 21;
  const auto inside_a_character = [&](std::size_t at) { return at < name.size() && (static_cast<unsigned char>(name[at]) & 0xC0) == 0x80; };
  if (name.size() <= kMost) return name;
  std::size_t front = kFront, back = name.size() - (kMost - kFront - 1);
  while (front > 0 && inside_a_character(front)) --front;
  while (inside_a_character(back)) ++back;
  return name.substr(0, front) + "…" + name.substr(back);
}

}  // namespace

text::Markup ratios(const summary::Comparison& comparison, const Table& numbers, const std::string& prefix) {
  std::vector<summary::Change> changes = comparison.changes;
  if (changes.size() > kMostRows) changes.resize(kMostRows);
  if (changes.empty()) return {};
  const Axis axis = axis_for(changes);
  const double bottom = kTop + kRow * static_cast<double>(changes.size());
  Plot plot(kWidth, bottom + 38);
  plot.x_axis(axis, kTop, bottom, text::factor, "time per operation, now ÷ base");
  plot.rule(axis.at(1), kTop, axis.at(1), bottom, "4 2");
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const summary::Change& change = changes[i];
    const double y = kTop + kRow * (static_cast<double>(i) + 0.5);
    const Series& series = series_of_direction(change.direction);
    const std::string ratio = "×" + text::factor(change.ratio.estimate);
    plot.label(kLeft - 8, y + 4, without_middle(name_of(change)), Anchor::end);
    plot.interval(axis.at(change.ratio.low), axis.at(change.ratio.high), y);
    plot.dot(axis.at(change.ratio.estimate), y, series,
             fmt::format("{}: {} ({} to {}), {}", name_of(change), ratio, text::factor(change.ratio.low), text::factor(change.ratio.high), series.name));
    plot.label(kRight + 10, y + 4, fmt::format("{} {}", ratio, series.name));
  }
  return figure_of({prefix + "ratios", "What changed",
                    "Time per operation, now ÷ base, with a 95 % interval; where the interval holds 1, nothing can be said. Log scale."},
                   plot, numbers);
}

}  // namespace unblock::reports::html
