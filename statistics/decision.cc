#include "statistics/decision.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace unblock::statistics {

std::string_view words(Decision decision) {
  switch (decision) {
    case Decision::slower: return "slower";
    case Decision::within_margin: return "same or faster within the margin";
    case Decision::cannot_tell: return "cannot tell yet";
  }
  return {};
}

double Promise::tolerated() const { return 0.4 * margin; }

Limits Promise::limits() const { return {std::log1p(tolerated()), std::log1p(margin)}; }

double Promise::log_slower_threshold(std::size_t comparisons) const {
  return std::log(static_cast<double>(std::max<std::size_t>(comparisons, 1)) / false_alarms);
}

double Promise::log_within_threshold() const { return std::log(1 / misses); }

std::vector<bool> holm(std::span<const double> log_evidence, double alpha) {
  std::vector<std::size_t> order(log_evidence.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return log_evidence[a] > log_evidence[b]; });
  std::vector<bool> refuted(log_evidence.size(), false);
  for (std::size_t step = 0; step < order.size(); ++step) {
    if (log_evidence[order[step]] < std::log(static_cast<double>(order.size() - step) / alpha)) break;
    refuted[order[step]] = true;
  }
  return refuted;
}

std::vector<bool> holm_p(std::span<const double> p_values, double alpha) {
  std::vector<double> log_evidence;
  for (const double p : p_values) log_evidence.push_back(-std::log(p));
  return holm(log_evidence, alpha);
}

std::vector<Decision> decide(std::span<const Evidence* const> comparisons, const Promise& promise) {
  std::vector<double> evidence;
  for (const Evidence* comparison : comparisons) evidence.push_back(comparison->against_tolerable());
  const std::vector<bool> slower = holm(evidence, promise.false_alarms);
  std::vector<Decision> decisions;
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    const bool within = comparisons[i]->against_slower() >= promise.log_within_threshold();
    decisions.push_back(within ? Decision::within_margin : slower[i] ? Decision::slower
                                                                     : Decision::cannot_tell);
  }
  return decisions;
}

}  // namespace unblock::statistics
