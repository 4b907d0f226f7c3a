// Coordinates have one decimal: finer ones cannot be seen and cost bytes.
#include "reports/html/plot.h"

#include <algorithm>
#include <cmath>

#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

using text::coordinate;

double rounded(double value) { return std::isfinite(value) ? std::round(value * 10) / 10 : 0; }

/// Steps from point to point, the shortest command for each: lines that only go across or down are most of a histogram.
/// Each step starts from where rounding left the pen, so that errors do not add up.
std::string path_of(const std::vector<Point>& points) {
  std::string path;
  double pen_x = 0, pen_y = 0;
  for (const auto& [x, y] : points) {
    if (path.empty()) {
      path = "M" + coordinate(x) + " " + coordinate(y);
      pen_x = rounded(x);
      pen_y = rounded(y);
      continue;
    }
    const std::string across = coordinate(x - pen_x), down = coordinate(y - pen_y);
    if (across == "0" && down == "0") continue;
    if (down == "0") path += "h" + across;
    else if (across == "0") path += "v" + down;
    else path += "l" + across + (down.front() == '-' ? "" : " ") + down;
    pen_x += rounded(x - pen_x);
    pen_y += rounded(y - pen_y);
  }
  return path;
}

}  // namespace

void Plot::x_axis(const Axis& axis, double top, double bottom, const Formatter& format, const std::string& title) {
  for (const double tick : axis.ticks(4)) {
    rule(axis.at(tick), top, axis.at(tick), bottom);
    label(axis.at(tick), bottom + 15, format(tick), "middle", true);
  }
  if (!title.empty()) label((axis.begin() + axis.end()) / 2, bottom + 32, title, "middle", true);
}

void Plot::y_axis(const Axis& axis, double left, double right, const Formatter& format, const std::string& title) {
  for (const double tick : axis.ticks(5)) {
    rule(left, axis.at(tick), right, axis.at(tick));
    label(left - 6, axis.at(tick) + 4, format(tick), "end", true);
  }
  if (!title.empty()) label(2, axis.end() - 10, title, "start", true);
}

void Plot::label(double x, double y, const std::string& text, const char* anchor, bool faint) {
  const bool starts = std::string_view(anchor) == "start";
  body_.element("text",
                {{"x", coordinate(x)}, {"y", coordinate(y)}, {faint ? "fill" : std::string_view{}, kFaint},
                 {faint ? "class" : std::string_view{}, "t"}, {starts ? std::string_view{} : "text-anchor", anchor}},
                text);
}

void Plot::rule(double x1, double y1, double x2, double y2, const char* dash) {
  body_.empty("path", {{"d", path_of({{x1, y1}, {x2, y2}})},
                       {"stroke", kGrid}, {"class", "g"}, text::optional_attribute("stroke-dasharray", dash)});
}

void Plot::line(const std::vector<Point>& points, const Series& series) {
  body_.empty("path", {{"d", path_of(points)}, {"fill", "none"}, {"stroke", series.color}, {"stroke-width", "2"},
                       {"stroke-linejoin", "round"}, {"class", series.line_class},
                       text::optional_attribute("stroke-dasharray", series.dash)});
}

void Plot::area(const std::vector<Point>& outline, const Series& series) {
  body_.empty("path", {{"d", path_of(outline) + "Z"}, {"fill", series.color}, {"fill-opacity", series.dash.empty() ? "0.8" : "0.4"},
                       {"class", series.fill_class}});
}

void Plot::box(double x, double y, double width, double height, const Series& series, const std::string& hint) {
  body_.open("rect", {{"x", coordinate(x)}, {"y", coordinate(y)}, {"width", coordinate(std::max(width, 1.0))},
                      {"height", coordinate(height)}, {"rx", "2"}, {"fill", series.color}, {"class", series.fill_class},
                      {series.dash.empty() ? std::string_view{} : "fill-opacity", "0.55"}});
  body_.element("title", hint).close("rect");
}

void Plot::dot(double x, double y, const Series& series, const std::string& hint, bool hollow) {
  if (hollow) {
    body_.open("circle", {{"cx", coordinate(x)}, {"cy", coordinate(y)}, {"r", "3.5"}, {"fill", "none"}, {"stroke", series.color},
                          {"class", series.line_class}});
  } else {
    body_.open("circle", {{"cx", coordinate(x)}, {"cy", coordinate(y)}, {"r", "4"}, {"fill", series.color},
                          {"class", series.fill_class}});
  }
  body_.element("title", hint).close("circle");
}

void Plot::dots(const std::vector<Point>& points, const Series& series) {
  std::string path;
  for (const auto& [x, y] : points) path += "M" + coordinate(x) + " " + coordinate(y) + "h0";
  body_.empty("path", {{"d", path}, {"stroke", series.color}, {"stroke-width", "5"}, {"stroke-linecap", "round"},
                       {"fill", "none"}, {"class", series.line_class}});
}

void Plot::bars(const std::vector<Bar>& bars, const Series& series) {
  std::string path;
  for (const Bar& bar : bars) path += "M" + coordinate(bar.x) + " " + coordinate(bar.y) + "h" + coordinate(std::max(bar.width, 1.0));
  body_.empty("path", {{"d", path}, {"stroke", series.color}, {"stroke-width", "4.5"}, {"fill", "none"}, {"class", series.line_class}});
}

void Plot::interval(double low, double high, double y) {
  constexpr double kShortest = 3;
  if (high - low < kShortest) return;
  const std::string ends = "M" + coordinate(low) + " " + coordinate(y - 4) + "v8M" + coordinate(high) + " " + coordinate(y - 4) +
                           "v8M" + coordinate(low) + " " + coordinate(y) + "H" + coordinate(high);
  body_.empty("path", {{"d", ends}, {"stroke", kInk}, {"stroke-width", "1.5"}, {"fill", "none"}, {"class", "i"}});
}

void Plot::end_labels(double x, std::vector<std::pair<double, Series>> ends, double top, double bottom) {
  constexpr double kApart = 14;
  std::sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  double lowest = top;
  for (auto& [y, series] : ends) lowest = (y = std::max(y, lowest)) + kApart;
  double highest = bottom;
  for (auto end = ends.rbegin(); end != ends.rend(); ++end) highest = (end->first = std::min(end->first, highest)) - kApart;
  for (const auto& [y, series] : ends) {
    begin_series(series.name);
    body_.element("text", {{"x", coordinate(x)}, {"y", coordinate(y + 4)}, {"fill", series.color}, {"font-weight", "600"},
                           {"class", series.fill_class}}, series.name);
    end_series();
  }
}

void Plot::begin_series(const std::string& name) { body_.open("g", {{"data-series", name}}); }
void Plot::end_series() { body_.close("g"); }

text::Markup Plot::svg(const std::string& title, const std::string& description) const {
  text::Markup out;
  out.open("svg", {{"role", "img"}, {"aria-label", title + ". " + description}, {"width", coordinate(width_)},
                   {"height", coordinate(height_)}, {"viewBox", "0 0 " + coordinate(width_) + " " + coordinate(height_)},
                   {"font-family", "system-ui, sans-serif"}, {"font-size", "13"}, {"fill", kInk}});
  out.add(body_).close("svg").line();
  return out;
}

}  // namespace unblock::reports::html
