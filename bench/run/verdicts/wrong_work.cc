// A failed cell, said as a verdict that withholds its time.
#include "bench/run/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> wrong_work(const Evidence& evidence) {
  if (evidence.cell.status != reports::CellStatus::failed) return std::nullopt;
  constexpr std::string_view kWrong = "wrong work: ";
  const bool wrong = evidence.cell.reason.starts_with(kWrong);
  return reports::Verdict{wrong ? "wrong-work" : "failed", evidence.cell.reason, true};
}

}  // namespace unblock::bench
