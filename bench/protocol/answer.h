// What a worker leaves behind after a round: the row of Google Benchmark's JSON, and the side file.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/protocol/claim.h"
#include "bench/protocol/description.h"
#include "bench/protocol/refusal.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

/// The side file.
struct SideFile {
  std::string runtime{};
  std::string cell{};
  Claim claim{};
  std::map<std::string, std::string> configuration{};
  std::vector<reports::HistogramBucket> latency{}, uncorrected{};
  std::string failure{};
  std::vector<reports::Span> spans{};
  std::int64_t measured_from_ns = 0, measured_to_ns = 0;  ///< of CLOCK_MONOTONIC: the attempt that is reported; both 0: it does not say
};

std::string write_side_file(const SideFile& side);

/// Throws ProtocolError where a histogram, a span or the claim cannot be: nothing that is accepted makes a results file
/// unreadable.
SideFile read_side_file(std::string_view text);

/// The numbers of one row.
struct Row {
  Refusal refusal{};
  double real_time_ns = 0, cpu_time_ns = 0;  ///< of one pass
  std::uint64_t iterations = 0;
  double operations = 1;                     ///< of one pass
  std::map<std::string, double> metrics{};   ///< everything that is not Google Benchmark's own, and time_ns_per_op
};

/// Reads the only row of `text`, which must be that of `cell`. Throws ProtocolError.
Row read_row(std::string_view text, const std::string& cell);

}  // namespace unblock::bench
