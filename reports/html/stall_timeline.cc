// One strip per loop: its longest turn in each piece of time as an area, and each stall as a column from its begin to its end. The scale of lengths is
// logarithmic, since a turn of a microsecond and a stall of a second stand side by side.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/figure.h"
#include "reports/html/stalls_section.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 70, kRight = 548, kRow = 120, kTop = 24;
constexpr std::size_t kMostLoops = 6;

const Series kTurns{"longest turn", "#858585"}, kParked{"parked", "#d55e00"}, kComputing{"computing", "#0072b2"};

std::string time(double seconds) { return text::quantity(seconds * 1e9, text::Unit::nanoseconds); }

struct Range {
  double low = 1e-6, high = 1e-3;
};

Range range_of(const Stalls& stalls) {
  Range range{stalls.threshold_s > 0 ? stalls.threshold_s : 1e-3, stalls.threshold_s > 0 ? stalls.threshold_s : 1e-3};
  const auto widen = [&](double value) {
    if (value <= 0) return;
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
  };
  for (const Loop& loop : stalls.loops) {
    for (const TurnsInTime& piece : loop.timeline) widen(piece.longest_s);
  }
  for (const StallMark& mark : stalls.stalls) widen(mark.length_s);
  return {std::max(range.low / 1.5, 1e-7), range.high * 1.5};
}

void draw_turns(Plot& plot, const Loop& loop, const Axis& at, const Axis& length) {
  std::vector<Point> outline;
  const double floor = length.begin();
  for (const TurnsInTime& piece : loop.timeline) {
    const double begin = at.at(piece.start_s), end = at.at(std::min(piece.start_s + piece.length_s, at.high()));
    const double y = piece.longest_s > length.low() ? length.at(piece.longest_s) : floor;
    if (!outline.empty() && outline.back().first < begin) {  // nothing turned in between
      outline.emplace_back(outline.back().first, floor);
      outline.emplace_back(begin, floor);
    }
    outline.emplace_back(begin, y);
    outline.emplace_back(end, y);
  }
  if (outline.empty()) return;
  outline.insert(outline.begin(), {outline.front().first, floor});
  outline.emplace_back(outline.back().first, floor);
  plot.area(outline, {kTurns.name, kTurns.color, "2 2"});
}

void draw_stalls(Plot& plot, const Stalls& stalls, std::size_t loop, const Axis& at, const Axis& length) {
  constexpr std::size_t kMostStalls = 400;
  std::size_t drawn = 0;
  for (const StallMark& mark : stalls.stalls) {
    if (mark.loop != loop || mark.length_s <= 0 || ++drawn > kMostStalls) continue;
    const StallPlace& place = stalls.places[mark.place];
    const std::string where = place.chain.empty() ? "the stack could not be read" : place.chain[place.culprit].function;
    const double begin = at.at(std::clamp(mark.start_s, 0.0, at.high())), end = at.at(std::clamp(mark.start_s + mark.length_s, 0.0, at.high()));
    const double top = length.at(mark.length_s);
    plot.box(begin, top, std::max(end - begin, 3.0), length.begin() - top, place.parked_share >= 0.5 ? kParked : kComputing,
             fmt::format("{} at {}: {}", time(mark.length_s), time(mark.start_s), text::shortened(where, 200)));
  }
}

}  // namespace

text::Markup stall_timeline(const Stalls& stalls, const std::string& prefix) {
  Table numbers("Turns and stalls", {"loop", "turns", "longest turn", "stalls drawn"});
  const Range range = range_of(stalls);
  const std::size_t loops = std::min(stalls.loops.size(), kMostLoops);
  const Axis at(Axis::Scale::linear, 0, stalls.duration_s > 0 ? stalls.duration_s : 1, kLeft, kRight);
  Plot plot(560, kTop + kRow * static_cast<double>(loops) + 36);
  for (std::size_t i = 0; i < loops; ++i) {
    const Loop& loop = stalls.loops[i];
    const double top = kTop + kRow * static_cast<double>(i), bottom = top + kRow - 34;
    const Axis length(Axis::Scale::log, range.low, range.high, bottom, top);
    plot.label(kLeft, top - 8, text::shortened(fmt::format("thread {}, {}", loop.thread, loop.run_by.empty() ? loop.function : loop.run_by), 76));
    plot.y_axis(length, kLeft, kRight, [](double value) { return text::tick(value * 1e9, text::Unit::nanoseconds); }, "");
    plot.x_axis(at, top, bottom, [](double value) { return text::tick(value, text::Unit::plain); }, i + 1 == loops ? "seconds since the watch began" : "");
    draw_turns(plot, loop, at, length);
    draw_stalls(plot, stalls, i, at, length);
    double longest = 0;
    for (const TurnsInTime& piece : loop.timeline) longest = std::max(longest, piece.longest_s);
    const auto marks = std::count_if(stalls.stalls.begin(), stalls.stalls.end(), [&](const StallMark& mark) { return mark.loop == i; });
    numbers.row({words(std::to_string(loop.thread)), number(text::count(static_cast<double>(loop.turns))), number(time(longest)),
                 number(text::count(static_cast<double>(marks)))});
  }
  return figure_of({prefix + "turns", "Turns of the loop over time, with its stalls",
                    "Grey: the longest turn in each piece of time. Columns are stalls, as long as they lasted: orange the thread slept in a call, blue it computed."},
                   plot, numbers);
}

}  // namespace unblock::reports::html
