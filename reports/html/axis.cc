// Ticks are 1, 2 or 5 times a power of ten.
#include "reports/html/axis.h"

#include <algorithm>
#include <cmath>

namespace unblock::reports::html {
namespace {

/// A file may hold any number, and ratios of two of them overflow: an axis has an end all the same.
double finite(double value) {
  constexpr double kFarthest = 1e300;
  return std::isnan(value) ? 0 : std::clamp(value, -kFarthest, kFarthest);
}

}  // namespace

Axis::Axis(Scale scale, double low, double high, double begin, double end)
    : scale_(scale), low_(finite(low)), high_(finite(high)), begin_(begin), end_(end) {
  if (scale_ == Scale::log && !(low_ > 0)) low_ = high_ > 0 ? high_ / 10 : 1;
  if (!(high_ > low_)) high_ = scale_ == Scale::log ? low_ * 10 : low_ + 1;
}

double Axis::at(double value) const {
  const bool log = scale_ == Scale::log;
  const double inside = std::clamp(value, low_, high_);
  const double share = log ? std::log(inside / low_) / std::log(high_ / low_) : (inside - low_) / (high_ - low_);
  return begin_ + share * (end_ - begin_);
}

std::vector<double> Axis::ticks(unsigned wanted) const {
  return scale_ == Scale::log ? log_ticks(wanted) : linear_ticks(wanted);
}

std::vector<double> Axis::linear_ticks(unsigned wanted) const {
  const double rough = (high_ - low_) / std::max(1u, wanted);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double step = rough <= power ? power : rough <= 2 * power ? 2 * power
                                           : rough <= 5 * power   ? 5 * power
                                                                  : 10 * power;
  std::vector<double> ticks;
  const double first = std::ceil(low_ / step - 1e-9);
  constexpr int kMost = 100;  // beyond 2^53 the next tick may be the same number
  for (int i = 0; i < kMost && (first + i) * step <= high_ + step * 1e-6; ++i) ticks.push_back((first + i) * step);
  return ticks;
}

std::vector<double> Axis::log_ticks(unsigned wanted) const {
  const double decades = std::log10(high_ / low_);
  std::vector<double> steps = {1};
  if (decades * 3 <= wanted + 2) steps = {1, 2, 5};
  const int stride = std::max(1, static_cast<int>(std::ceil(decades / std::max(1u, wanted))));
  std::vector<double> ticks;
  const int first = static_cast<int>(std::floor(std::log10(low_)));
  for (int exponent = first; std::pow(10, exponent) <= high_; exponent += stride) {
    for (const double step : steps) {
      const double tick = step * std::pow(10, exponent);
      if (tick >= low_ * 0.9999 && tick <= high_ * 1.0001) ticks.push_back(tick);
    }
  }
  return ticks.size() >= 2 || steps.size() == 3 ? ticks : linear_ticks(wanted);
}

}  // namespace unblock::reports::html
