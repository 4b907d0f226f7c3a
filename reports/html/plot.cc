// Marks of one colour share what SVG lets them inherit, and the grid is one path: a page has thousands of marks.
#include "reports/html/plot.h"

#include <algorithm>
#include <cmath>

#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

using text::coordinate;

/// Half a pixel is seen by nobody, and a curve of many points becomes one of few.
constexpr double kTolerance = 0.5;
constexpr double kMark = 1.5;  ///< how thick an upright line is

std::string_view name_of(Anchor anchor) { return anchor == Anchor::middle ? "middle" : "end"; }

}  // namespace

void Plot::x_axis(const Axis& axis, double top, double bottom, const Formatter& format, const std::string& title) {
  for (const double tick : axis.ticks(4)) {
    rule(axis.at(tick), top, axis.at(tick), bottom);
    faint_label(axis.at(tick), bottom + 15, format(tick), Anchor::middle);
  }
  if (!title.empty()) faint_label((axis.begin() + axis.end()) / 2, bottom + 32, title, Anchor::middle);
}

void Plot::y_axis(const Axis& axis, double left, double right, const Formatter& format, const std::string& title) {
  for (const double tick : axis.ticks(5)) {
    rule(left, axis.at(tick), right, axis.at(tick));
    faint_label(left - 6, axis.at(tick) + 4, format(tick), Anchor::end);
  }
  if (!title.empty()) faint_label(2, axis.end() - 10, title);
}

void Plot::add_label(double x, double y, const std::string& text, Anchor anchor, const char* color) {
  body_.element("text",
                {{"x", coordinate(x)}, {"y", coordinate(y)}, text::optional_attribute("fill", color), {anchor == Anchor::start ? std::string_view{} : "text-anchor", std::string(name_of(anchor))}},
                text);
}

void Plot::label(double x, double y, const std::string& text, Anchor anchor) { add_label(x, y, text, anchor, ""); }
void Plot::faint_label(double x, double y, const std::string& text, Anchor anchor) { add_label(x, y, text, anchor, kFaint); }

void Plot::rule(double x1, double y1, double x2, double y2, const char* dash) {
  if (*dash == '\0') return grid_.push_back({{x1, y1}, {x2, y2}});
  body_.empty("path", {{"d", path_of({{x1, y1}, {x2, y2}})}, {"stroke", kFaint}, {"stroke-dasharray", dash}});
}

void Plot::line(const std::vector<Point>& points, const Series& series) {
  body_.empty("path", {{"d", path_of(points, kTolerance)}, {"fill", "none"}, {"stroke", series.color}, {"stroke-width", "2"}, text::optional_attribute("stroke-dasharray", series.dash)});
}

void Plot::curve(const std::vector<Point>& points, const Series& series) {
  curves_.empty("path", {{"data-series", series.name}, {"d", path_of(points, kTolerance)}, {"stroke", series.color}, text::optional_attribute("stroke-dasharray", series.dash)});
}

void Plot::add_area(const std::string& path, const Series& series) {
  body_.empty("path", {{"d", path}, {"fill", series.color}, {series.dash.empty() ? std::string_view{} : "fill-opacity", "0.5"}});
}

void Plot::area(const std::vector<Point>& outline, const Series& series) { add_area(path_of(outline) + "Z", series); }

void Plot::area_and_mark(const std::vector<Point>& outline, double x, double top, double bottom, const Series& series) {
  add_area(path_of(outline) + "Z" + path_of({{x, top}, {x + kMark, top}, {x + kMark, bottom}, {x, bottom}}) + "Z", series);
}

void Plot::box(double x, double y, double width, double height, const Series& series, const std::string& hint) {
  body_.open("rect", {{"x", coordinate(x)}, {"y", coordinate(y)}, {"width", coordinate(std::max(width, 1.0))}, {"height", coordinate(height)}, {"rx", "2"}, {"fill", series.color}, {series.dash.empty() ? std::string_view{} : "fill-opacity", "0.55"}});
  body_.element("title", hint).close("rect");
}

void Plot::dot(double x, double y, const Series& series, const std::string& hint, bool hollow) {
  body_.open("circle", {{"cx", coordinate(x)}, {"cy", coordinate(y)}, {"r", hollow ? "3.5" : "4"}, {"fill", hollow ? "none" : series.color}, {hollow ? "stroke" : std::string_view{}, series.color}});
  body_.element("title", hint).close("circle");
}

void Plot::dots(const std::vector<Point>& points, const Series& series) {
  std::string path;
  for (const auto& [x, y] : points) path += "M" + coordinate(x) + " " + coordinate(y) + "h0";
  body_.empty("path", {{"d", path}, {"stroke", series.color}, {"stroke-width", "5"}, {"stroke-linecap", "round"}});
}

void Plot::bars(const std::vector<Bar>& bars, const Series& series) {
  std::string path;
  for (const Bar& bar : bars) path += "M" + coordinate(bar.x) + " " + coordinate(bar.y) + "h" + coordinate(std::max(bar.width, 1.0));
  body_.empty("path", {{"d", path}, {"stroke", series.color}, {"stroke-width", "4.5"}});
}

void Plot::interval(double low, double high, double y) {
  constexpr double kShortest = 3;
  if (high - low < kShortest) return;
  const std::string width = coordinate(high - low);
  body_.empty("path", {{"d", "M" + coordinate(low) + " " + coordinate(y - 4) + "v8m0-4h" + width + "m0-4v8"},
                       {"stroke", "currentColor"},
                       {"stroke-width", "1.5"}});
}

void Plot::end_labels(double x, std::vector<std::pair<double, Series>> ends, double top, double bottom) {
  std::sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  double lowest = top;
  for (auto& [y, series] : ends) lowest = (y = std::max(y, lowest)) + kLineOfNames;
  double highest = bottom;
  for (auto end = ends.rbegin(); end != ends.rend(); ++end) highest = (end->first = std::min(end->first, highest)) - kLineOfNames;
  for (const auto& [y, series] : ends) {
    body_.element("text", {{"data-series", series.name}, {"x", coordinate(x)}, {"y", coordinate(y + 4)}, {"fill", series.color}}, series.name);
  }
}

void Plot::begin_series(const std::string& name) { body_.open("g", {{"data-series", name}}); }
void Plot::end_series() { body_.close("g"); }

text::Markup Plot::svg(const std::string& name) const {
  text::Markup out;
  out.open("svg", {{"role", "img"}, {"aria-label", name}, {"width", coordinate(width_)}, {"height", coordinate(height_)}, {"viewBox", "0 0 " + coordinate(width_) + " " + coordinate(height_)}, {"font-family", "sans-serif"}, {"font-size", "13"}, {"fill", "currentColor"}});
  std::string grid;
  for (const auto& [from, to] : grid_) grid += path_of({from, to});
  if (!grid.empty()) out.empty("path", {{"d", grid}, {"stroke", kGrid}});
  if (!curves_.is_empty()) out.open("g", {{"fill", "none"}, {"stroke-width", "2"}}).add(curves_).close("g");
  out.add(body_).close("svg").line();
  return out;
}

}  // namespace unblock::reports::html
