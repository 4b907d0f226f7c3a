// Coordinates have one decimal: finer ones cannot be seen and cost bytes.
#include "reports/html/plot.h"

#include <algorithm>

#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

using text::coordinate;

std::string path_of(const std::vector<Point>& points) {
  std::string path;
  for (const auto& [x, y] : points) path += (path.empty() ? "M" : "L") + coordinate(x) + " " + coordinate(y);
  return path;
}

}  // namespace

void Plot::x_axis(const Axis& axis, double top, double bottom, const Formatter& format, const std::string& title) {
  for (const double tick : axis.ticks(6)) {
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
                {{"x", coordinate(x)}, {"y", coordinate(y)}, {"fill", faint ? kFaint : kInk}, {"class", faint ? "tf" : "ti"},
                 {starts ? std::string_view{} : "text-anchor", anchor}},
                text);
}

void Plot::rule(double x1, double y1, double x2, double y2, const char* dash) {
  body_.empty("path", {{"d", "M" + coordinate(x1) + " " + coordinate(y1) + "L" + coordinate(x2) + " " + coordinate(y2)},
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

text::Markup Plot::svg(const std::string& id, const std::string& title, const std::string& description) const {
  text::Markup out;
  out.open("svg", {{"role", "img"}, {"aria-labelledby", id + "-t " + id + "-d"}, {"width", coordinate(width_)},
                   {"height", coordinate(height_)}, {"viewBox", "0 0 " + coordinate(width_) + " " + coordinate(height_)},
                   {"font-family", "system-ui, sans-serif"}, {"font-size", "13"}});
  out.element("title", {{"id", id + "-t"}}, title).element("desc", {{"id", id + "-d"}}, description);
  out.add(body_).close("svg").line();
  return out;
}

}  // namespace unblock::reports::html
