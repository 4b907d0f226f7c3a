// The clock ran for so little time that its own cost and the scheduler's tick show.
#include <fmt/format.h>

#include "bench/run/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> too_short(const Evidence& evidence) {
  constexpr double kLeastMs = 10;
  if (evidence.once || !evidence.judged_by_time()) return std::nullopt;
  for (const reports::Round& round : evidence.cell.rounds) {
    const double measured_ms = round.real_time_ns * static_cast<double>(round.iterations) / 1e6;
    if (measured_ms < kLeastMs) {
      return reports::Verdict{"too-short", fmt::format("Round {} measured for {:.1f} ms only.", round.index, measured_ms)};
    }
  }
  return std::nullopt;
}

}  // namespace unblock::bench
