// A page has hundreds of lines, so each point counts. Coordinates have one decimal: finer ones cannot be seen.
#include <algorithm>
#include <cmath>

#include "reports/html/plot.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

using text::coordinate;

double rounded(double value) { return std::isfinite(value) ? std::round(value * 10) / 10 : 0; }

double distance(const Point& point, const Point& from, const Point& to) {
  const double dx = to.first - from.first, dy = to.second - from.second;
  const double length = std::hypot(dx, dy);
  if (length == 0) return std::hypot(point.first - from.first, point.second - from.second);
  return std::abs(dy * (point.first - from.first) - dx * (point.second - from.second)) / length;
}

/// Ramer, Douglas and Peucker: keeps the point that is farthest from the straight line, and asks again on both sides.
void keep_corners(const std::vector<Point>& points, std::size_t first, std::size_t last, double tolerance, std::vector<char>& kept) {
  double farthest = 0;
  std::size_t corner = first;
  for (std::size_t i = first + 1; i < last; ++i) {
    if (const double away = distance(points[i], points[first], points[last]); away > farthest) farthest = away, corner = i;
  }
  if (farthest <= tolerance) return;
  kept[corner] = 1;
  keep_corners(points, first, corner, tolerance, kept);
  keep_corners(points, corner, last, tolerance, kept);
}

std::vector<Point> thinned(const std::vector<Point>& points, double tolerance) {
  std::vector<char> kept(points.size(), 0);
  kept.front() = kept.back() = 1;
  keep_corners(points, 0, points.size() - 1, tolerance, kept);
  std::vector<Point> corners;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (kept[i] != 0) corners.push_back(points[i]);
  }
  return corners;
}

/// Steps from point to point, the shortest command for each: lines that only go across or down are most of a histogram.
/// Each step starts from where rounding left the pen, so that errors do not add up.
std::string steps_through(const std::vector<Point>& points) {
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

std::string path_of(const std::vector<Point>& points, double tolerance) {
  if (tolerance <= 0 || points.size() < 3) return steps_through(points);
  return steps_through(thinned(points, tolerance));
}

}  // namespace unblock::reports::html
