// The guide's picture: 5 + 5 = 10 when waits follow each other, max(5, 5) = 5 when they overlap. Drawn from recorded spans.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 124, kRight = 440, kRow = 5, kGap = 16, kTop = 8;
constexpr std::ptrdiff_t kMostPanels = 4;
constexpr std::size_t kMostSpans = 12;

struct Panel {
  const Cell* cell;
  std::vector<Span> spans;  ///< the first ones, from time zero
  double wall_ns = 0;
  double waits_ns = 0;
};

Panel panel_of(const Cell& cell) {
  Panel panel{&cell, cell.spans};
  const auto earlier = [](const Span& a, const Span& b) { return a.start_ns < b.start_ns; };
  std::stable_sort(panel.spans.begin(), panel.spans.end(), earlier);
  if (panel.spans.size() > kMostSpans) panel.spans.resize(kMostSpans);
  const double begin = panel.spans.front().start_ns;
  for (Span& span : panel.spans) {
    span.start_ns -= begin;
    span.end_ns = std::max(span.end_ns - begin, span.start_ns);
    panel.wall_ns = std::max(panel.wall_ns, span.end_ns);
    panel.waits_ns += span.end_ns - span.start_ns;
  }
  return panel;
}

std::string time(double ns) { return text::quantity(ns, text::Unit::nanoseconds); }
std::string tick(double ns) { return text::tick(ns, text::Unit::nanoseconds); }

double draw_panel(Plot& plot, const Panel& panel, const Axis& axis, double top) {
  const Series series = series_of(*panel.cell);
  const double height = kRow * static_cast<double>(panel.spans.size());
  plot.begin_series(series.name);
  plot.label(0, top + height / 2 + 4, text::shortened(series.name, 20));
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < panel.spans.size(); ++i) {
    const Span& span = panel.spans[i];
    bars.push_back({axis.at(span.start_ns), top + kRow * (static_cast<double>(i) + 0.5), axis.at(span.end_ns) - axis.at(span.start_ns)});
  }
  plot.bars(bars, series);
  plot.label(kRight + 10, top + height / 2 + 4, time(panel.wall_ns));
  plot.end_series();
  return top + height + kGap;
}

double overlap_of(const Panel& panel) { return panel.wall_ns > 0 ? panel.waits_ns / panel.wall_ns : 0; }

/// The C++ runtime that comes closest to waiting in sequence, then the fastest, the fastest last. Cells written by hand look like their library's
/// shared one, so they are left out.
std::vector<Panel> panels_of(const summary::Group& group) {
  std::vector<Panel> panels;
  for (const Cell* cell : group.cells) {
    if (cell->kind != CellKind::native && has_result(*cell) && !cell->spans.empty()) panels.push_back(panel_of(*cell));
  }
  if (panels.empty()) return panels;
  const auto by_overlap = [](const Panel& a, const Panel& b) {
    const bool guest_a = a.cell->kind == CellKind::guest, guest_b = b.cell->kind == CellKind::guest;
    return guest_a != guest_b ? guest_b : overlap_of(a) < overlap_of(b);
  };
  std::iter_swap(panels.begin(), std::min_element(panels.begin(), panels.end(), by_overlap));
  std::stable_sort(panels.begin() + 1, panels.end(), [](const Panel& a, const Panel& b) { return a.wall_ns > b.wall_ns; });
  if (std::ssize(panels) > kMostPanels) panels.erase(panels.begin() + 1, panels.end() - (kMostPanels - 1));
  return panels;
}

double longest_of(const std::vector<Panel>& panels) {
  double longest = 0;
  for (const Panel& panel : panels) longest = std::max(longest, panel.wall_ns);
  return longest;
}

}  // namespace

text::Markup timeline(const summary::Group& group, const std::string& prefix) {
  const std::vector<Panel> panels = panels_of(group);
  if (panels.empty()) return {};
  double bottom = kTop;
  for (const Panel& panel : panels) bottom += kRow * static_cast<double>(panel.spans.size()) + kGap;
  const Axis axis(Axis::Scale::linear, 0, longest_of(panels), kLeft, kRight);
  Plot plot(560, bottom + 16);
  plot.x_axis(axis, kTop, bottom - kGap / 2, tick, "");
  Table numbers("waits", {"runtime", "waits drawn", "sum of waits", "wall time", "overlap"});
  double top = kTop;
  for (const Panel& panel : panels) {
    top = draw_panel(plot, panel, axis, top);
    const auto count = static_cast<double>(panel.spans.size());
    numbers.row({words(summary::label(*panel.cell)), number(text::count(count)), number(time(panel.waits_ns)),
                 number(time(panel.wall_ns)), number(text::factor(overlap_of(panel)))});
  }
  return figure_of({prefix + "timeline", "Waits over time, in sequence and overlapped",
                    fmt::format("The first {} waits, one bar each. In sequence they add up; overlapped they take as long as the longest.", kMostSpans)},
                   plot, numbers);
}

}  // namespace unblock::reports::html
