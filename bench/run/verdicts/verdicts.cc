// The list of rules.
#include "bench/run/verdicts/verdicts.h"

#include "reports/metrics/metrics.h"

namespace unblock::bench {

double Evidence::metric(const char* name) const {
  const auto found = cell.metrics.find(name);
  return found == cell.metrics.end() ? 0 : found->second.estimate;
}

bool Evidence::judged_by_time() const {
  const reports::metrics::Kind kind = reports::metrics::meaning(headline).kind;
  return kind != reports::metrics::Kind::memory && kind != reports::metrics::Kind::count;
}

bool Evidence::judged_by_latency() const {
  const reports::metrics::Metric* known = reports::metrics::find(headline);
  return known != nullptr && known->beyond > 0;
}

std::span<const VerdictRule> rules() {
  static constexpr VerdictRule kRules[] = {wrong_work, too_short, noisy_machine, drifting,
                                           bimodal, client_bound, target_bound, littles_law, no_steady_state};
  return kRules;
}

std::vector<reports::Verdict> judge(const Evidence& evidence) {
  std::vector<reports::Verdict> verdicts;
  for (const VerdictRule rule : rules()) {
    if (auto verdict = rule(evidence)) verdicts.push_back(std::move(*verdict));
  }
  return verdicts;
}

}  // namespace unblock::bench
