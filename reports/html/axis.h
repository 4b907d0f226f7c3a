// A scale from values to pixels, with the ticks that a person would choose.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace unblock::reports::html {

class Axis {
 public:
  enum class Scale {
    linear,
    log
  };

  /// Values from `low` to `high` lie from `begin` to `end` pixels; end may be smaller (upwards). A log axis needs low > 0.
  Axis(Scale scale, double low, double high, double begin, double end);

  double at(double value) const;
  bool is_log() const { return scale_ == Scale::log; }
  double low() const { return low_; }
  double high() const { return high_; }
  double begin() const { return begin_; }
  double end() const { return end_; }

  /// Round values inside the axis, at most about `wanted`.
  std::vector<double> ticks(unsigned wanted) const;

 private:
  std::vector<double> linear_ticks(unsigned wanted) const;
  std::vector<double> log_ticks(unsigned wanted) const;

  Scale scale_;
  double low_, high_, begin_, end_;
};

}  // namespace unblock::reports::html
