// Who gets the next block. Values in, values out: every look at the evidence is allowed (statistics/evidence.h), so time may
// be given to whom it helps most.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "statistics/decision.h"

namespace unblock::bench::gate {

/// What the schedule knows of one benchmark.
struct Contest {
  std::vector<const statistics::Evidence*> evidence;  ///< of each number that is judged; empty before its first block
  double block_s = 0;                                 ///< what a block of it costs; 0 before the first
  bool open = true;
};

/// How far one benchmark is from a decision, by what was seen so far.
struct Forecast {
  double seconds = 0;       ///< that it still needs
  double effect = 0;        ///< log ratio of the worst of its numbers, above 0 is worse
  bool stands_out = false;  ///< that effect is plainly above what is tolerated
};

/// The noise of a benchmark with few blocks is taken from all of them together.
std::vector<Forecast> forecast(std::span<const Contest> contests, const statistics::Promise& promise);

/// Who gets a block in this pass: those that never had one; then the largest effects, then the cheapest decisions, as far as
/// half of the time that is left would decide them, so that a forecast which is too hopeful still leaves decisions. At least
/// one of the open ones; empty where none is open.
std::vector<std::size_t> next_pass(std::span<const Contest> contests, std::span<const Forecast> forecasts, double seconds_left);

/// What a budget can do, from a pilot of one block each.
struct Outlook {
  std::size_t all = 0, decidable = 0;
  double seconds_for_all = 0;  ///< from the beginning of the session on
};

Outlook outlook(std::span<const Contest> contests, std::span<const Forecast> forecasts, double spent_s, double seconds_left);

/// "40 of 250 benchmarks can be decided within 5 min; all need about 31 min."
std::string words(const Outlook& outlook, double budget_s);

/// Seconds that each run may measure, so that a pilot of one block each takes no more than a fifth of the budget; between
/// 0.01 and 0.1.
double affordable_min_time(std::size_t benchmarks, double budget_s);

}  // namespace unblock::bench::gate
