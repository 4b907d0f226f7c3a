// The words of the schema that writer and reader share.
#pragma once

#include <array>
#include <string_view>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

inline constexpr std::array<std::string_view, 4> kKinds = {"shared", "native", "guest", "foreign"};
inline constexpr std::array<std::string_view, 3> kStatuses = {"measured", "not_applicable", "failed"};

/// Keys of Google Benchmark's rows; every other number in a row is a counter.
inline constexpr std::array<std::string_view, 24> kRowKeys = {
    "name", "run_name", "run_type", "family_index", "per_family_instance_index",
    "repetitions", "repetition_index", "threads", "iterations", "real_time",
    "cpu_time", "time_unit", "aggregate_name", "aggregate_unit", "error_occurred",
    "error_message", "skipped", "skip_message", "label", "unblock",
    "big_o", "rms", "cpu_coefficient", "real_coefficient"};

inline bool is_row_key(std::string_view key) {
  for (const std::string_view known : kRowKeys) {
    if (key == known) return true;
  }
  return false;
}

}  // namespace unblock::reports::results
