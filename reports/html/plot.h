// The drawing of one chart: axes, grid, marks and labels as SVG whose look is in presentation attributes, so that it stays
// when style sheets are blocked. The style sheet finds marks by their colours and changes those for the dark theme.
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

inline constexpr char kFaint[] = "#57606a";
inline constexpr char kGrid[] = "#d8dee4";

/// How far apart names stand that follow each other.
inline constexpr double kLineOfNames = 14;

/// Where a label's x is.
enum class Anchor {
  start,
  middle,
  end
};

class Plot {
 public:
  Plot(double width, double height) : width_(width), height_(height) {}

  /// Vertical grid lines with labels below `bottom`.
  void x_axis(const Axis& axis, double top, double bottom, const Formatter& format, const std::string& title);
  /// Horizontal grid lines with labels left of `left`.
  void y_axis(const Axis& axis, double left, double right, const Formatter& format, const std::string& title);

  void label(double x, double y, const std::string& text, Anchor anchor = Anchor::start);
  /// The same in grey: ticks and the like.
  void faint_label(double x, double y, const std::string& text, Anchor anchor = Anchor::start);
  /// A straight grey line, dashed when `dash` is given.
  void rule(double x1, double y1, double x2, double y2, const char* dash = "");
  void line(const std::vector<Point>& points, const Series& series);
  /// A line that is a series by itself; what all of them have in common is written once.
  void curve(const std::vector<Point>& points, const Series& series);
  void area(const std::vector<Point>& outline, const Series& series);
  /// An area with an upright line from `top` to `bottom`, in one element.
  void area_and_mark(const std::vector<Point>& outline, double x, double top, double bottom, const Series& series);
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

  /// The whole <svg>, with its name for those who hear it.
  text::Markup svg(const std::string& name) const;

 private:
  void add_area(const std::string& path, const Series& series);
  void add_label(double x, double y, const std::string& text, Anchor anchor, const char* color);

  double width_, height_;
  std::vector<std::pair<Point, Point>> grid_;  ///< rules without a dash, drawn below everything as one path
  text::Markup body_, curves_;
};

/// "M…" through the points, as short as SVG allows: what lies on a straight line within `tolerance` pixels is left out.
std::string path_of(const std::vector<Point>& points, double tolerance = 0);

}  // namespace unblock::reports::html
