// Histograms joined.
#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports {

/// Adds the counts of `from`. Both are sorted and of one set of buckets.
inline void merge(std::vector<HistogramBucket>& into, const std::vector<HistogramBucket>& from) {
  std::vector<HistogramBucket> sorted;
  std::merge(into.begin(), into.end(), from.begin(), from.end(), std::back_inserter(sorted),
             [](const HistogramBucket& a, const HistogramBucket& b) { return a.lower_ns < b.lower_ns; });
  into.clear();
  for (const HistogramBucket& bucket : sorted) {
    if (!into.empty() && into.back().lower_ns == bucket.lower_ns) {
      into.back().count += bucket.count;
    } else {
      into.push_back(bucket);
    }
  }
}

}  // namespace unblock::reports
