// Reasons to distrust a result, one small file each. To add one: a file and a line in rules().
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::bench {

/// What a rule may look at.
struct Evidence {
  const reports::Cell& cell;            ///< its rounds and metrics are complete; its verdicts are not
  std::string headline{};               ///< the metric that the cell is judged by
  std::vector<double> values{};         ///< of it, in the rounds that count, in the order they were run
  bool once = false;                    ///< one pass a process
  bool needs_target = false;
  double steal_share = 0;               ///< of the whole run's CPU time, taken by the hypervisor
  std::size_t voided_rounds = 0;

  /// The median of a metric over the rounds that count; 0 where no round has it.
  double metric(const char* name) const;
  /// Memory and counts do not change with what the machine's time is worth.
  bool judged_by_time() const;
  /// A percentile: what waited in a queue is in it.
  bool judged_by_latency() const;
};

using VerdictRule = std::optional<reports::Verdict> (*)(const Evidence&);

std::optional<reports::Verdict> too_short(const Evidence& evidence);
std::optional<reports::Verdict> drifting(const Evidence& evidence);
std::optional<reports::Verdict> bimodal(const Evidence& evidence);
std::optional<reports::Verdict> noisy_machine(const Evidence& evidence);
std::optional<reports::Verdict> client_bound(const Evidence& evidence);
std::optional<reports::Verdict> target_bound(const Evidence& evidence);
std::optional<reports::Verdict> wrong_work(const Evidence& evidence);
std::optional<reports::Verdict> littles_law(const Evidence& evidence);
std::optional<reports::Verdict> no_steady_state(const Evidence& evidence);

std::span<const VerdictRule> rules();

/// What every rule says of the evidence.
std::vector<reports::Verdict> judge(const Evidence& evidence);

}  // namespace unblock::bench
