// The drawing of one chart: axes, grid, marks and labels as SVG whose look is in presentation attributes, so that it stays
// when style sheets are blocked. The classes only let the style sheet change colours for the dark theme.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/html/axis.h"
#include "reports/html/palette.h"
#include "reports/text/markup.h"

namespace unblock::reports::html {

using Point = std::pair<double, double>;  ///< in pixels
using Formatter = std::function<std::string(double)>;

struct Bar {
  double x = 0, y = 0, width = 0;
};

inline constexpr char kInk[] = "#24292f";
inline constexpr char kFaint[] = "#57606a";
inline constexpr char kGrid[] = "#d8dee4";

class Plot {
 public:
  Plot(double width, double height) : width_(width), height_(height) {}

  /// Vertical grid lines with labels below `bottom`.
  void x_axis(const Axis& axis, double top, double bottom, const Formatter& format, const std::string& title);
  /// Horizontal grid lines with labels left of `left`.
  void y_axis(const Axis& axis, double left, double right, const Formatter& format, const std::string& title);

  /// `anchor` is start, middle or end.
  void label(double x, double y, const std::string& text, const char* anchor = "start", bool faint = false);
  /// A straight grey line, dashed when `dash` is given.
  void rule(double x1, double y1, double x2, double y2, const char* dash = "");
  void line(const std::vector<Point>& points, const Series& series);
  void area(const std::vector<Point>& outline, const Series& series);
  void box(double x, double y, double width, double height, const Series& series, const std::string& hint);
  void dot(double x, double y, const Series& series, const std::string& hint, bool hollow = false);
  /// Many dots in one element; small and without hints.
  void dots(const std::vector<Point>& points, const Series& series);
  /// Many thin bars in one element, without hints.
  void bars(const std::vector<Bar>& bars, const Series& series);
  /// low — high with end marks; nothing where it is too short to be seen beside its mark.
  void interval(double low, double high, double y);
  /// Names beside line ends, moved apart where they would lie on each other.
  void end_labels(double x, std::vector<std::pair<double, Series>> ends, double top, double bottom);

  void begin_series(const std::string& name);
  void end_series();

  /// The whole <svg>, named for those who hear it.
  text::Markup svg(const std::string& title, const std::string& description) const;

 private:
  double width_, height_;
  text::Markup body_;
};

}  // namespace unblock::reports::html
