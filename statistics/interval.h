// A figure and where it lies.
#pragma once

namespace unblock::statistics {

/// An estimate with a 95 % interval. All three are equal where there is one value only: then there is no interval.
struct Interval {
  double low = 0;
  double estimate = 0;
  double high = 0;

  bool has_width() const { return low < high; }
};

}  // namespace unblock::statistics
