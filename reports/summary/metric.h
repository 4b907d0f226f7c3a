// What a metric's name means: its unit, which way is better, and how a person calls it.
#pragma once

#include <string>

#include "reports/text/quantity.h"

namespace unblock::reports::summary {

inline constexpr char kTime[] = "time_ns_per_op";

struct Metric {
  std::string label;
  text::Unit unit = text::Unit::plain;
  bool higher_is_better = false;
  bool is_count = false;  ///< system calls, allocations, …: steady from run to run, unlike a time
};

/// Any name is understood; the unit comes from its end ("_ns", "_bytes", "_per_s", …).
Metric metric(const std::string& name);

std::string show(const std::string& name, double value);
/// Shorter, for an axis.
std::string show_tick(const std::string& name, double value);

}  // namespace unblock::reports::summary
