#include "bench/gate/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "statistics/median.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

constexpr double kNever = 1e7;  ///< seconds: longer than any budget

std::size_t comparisons_of(std::span<const Contest> contests) {
  std::size_t count = 0;
  for (const Contest& contest : contests) count += std::max<std::size_t>(contest.evidence.size(), contest.open ? 1 : 0);
  return count;
}

/// Most benchmarks did not change, so their first blocks together show the noise of a block.
double pooled_spread(std::span<const Contest> contests) {
  std::vector<double> first;
  for (const Contest& contest : contests) {
    for (const Evidence* evidence : contest.evidence) {
      for (std::size_t i = 0; i < std::min<std::size_t>(evidence->blocks(), 3); ++i) first.push_back(evidence->log_ratios()[i]);
    }
  }
  return robust_spread(first);
}

double blocks_for(double have, double wanted, double growth) { return have >= wanted ? 0 : growth > 0.01 ? (wanted - have) / growth
                                                                                                         : kNever; }

struct Ahead {
  double blocks = 0, effect = 0;
  bool stands_out = false;
};

Ahead look_ahead(const Evidence& evidence, double pooled, const Promise& promise, std::size_t comparisons) {
  constexpr double kPooled = 3;  // blocks that the others' noise counts for
  const auto n = static_cast<double>(evidence.blocks());
  const Limits limits = promise.limits();
  const double own = evidence.blocks() < 3 ? pooled : robust_spread(evidence.log_ratios());
  const double spread = std::sqrt((kPooled * pooled * pooled + n * own * own) / (kPooled + n));
  Ahead ahead;
  ahead.effect = hodges_lehmann(evidence.log_ratios());
  ahead.stands_out = ahead.effect - 2 * spread / std::sqrt(n) > limits.tolerated;
  const double to_slower = blocks_for(evidence.against_tolerable(), promise.log_slower_threshold(comparisons),
                                      expected_growth(ahead.effect - limits.tolerated, spread, limits.margin));
  const double to_within = blocks_for(evidence.against_slower(), promise.log_within_threshold(),
                                      expected_growth(limits.margin - ahead.effect, spread, limits.margin));
  ahead.blocks = std::min(to_slower, to_within);
  return ahead;
}

/// Open ones: what stands out by its size first, then by cost.
std::vector<std::size_t> by_urgency(std::span<const Contest> contests, std::span<const Forecast> forecasts) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < contests.size(); ++i) {
    if (contests[i].open) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Forecast &x = forecasts[a], &y = forecasts[b];
    if (x.stands_out != y.stands_out) return x.stands_out;
    return x.stands_out ? x.effect > y.effect : x.seconds < y.seconds;
  });
  return order;
}

std::string duration(double seconds) {
  if (seconds >= kNever) return "more time than can be said";
  return seconds < 90 ? fmt::format("{:.0f} s", std::ceil(seconds)) : fmt::format("{:.0f} min", std::ceil(seconds / 60));
}

}  // namespace

std::vector<Forecast> forecast(std::span<const Contest> contests, const Promise& promise) {
  const double pooled = pooled_spread(contests);
  const std::size_t comparisons = comparisons_of(contests);
  std::vector<Forecast> forecasts;
  for (const Contest& contest : contests) {
    Forecast one;
    double blocks = 0;
    one.effect = -kNever;
    for (const Evidence* evidence : contest.evidence) {
      const Ahead ahead = look_ahead(*evidence, pooled, promise, comparisons);
      blocks = std::max(blocks, ahead.blocks);
      one.effect = std::max(one.effect, ahead.effect);
      one.stands_out |= ahead.stands_out;
    }
    one.seconds = std::min(std::max(std::ceil(blocks), 1.0) * contest.block_s, kNever);
    forecasts.push_back(one);
  }
  return forecasts;
}

std::vector<std::size_t> next_pass(std::span<const Contest> contests, std::span<const Forecast> forecasts, double seconds_left) {
  std::vector<std::size_t> pass;
  for (std::size_t i = 0; i < contests.size(); ++i) {
    if (contests[i].open && contests[i].block_s == 0) pass.push_back(i);
  }
  if (!pass.empty()) return pass;
  double planned = 0;
  for (const std::size_t i : by_urgency(contests, forecasts)) {
    if (!pass.empty() && planned + forecasts[i].seconds > seconds_left / 2) continue;
    pass.push_back(i);
    planned += forecasts[i].seconds;
  }
  return pass;
}

Outlook outlook(std::span<const Contest> contests, std::span<const Forecast> forecasts, double spent_s, double seconds_left) {
  Outlook made;
  made.all = contests.size();
  made.seconds_for_all = spent_s;
  double planned = 0;
  for (const Contest& contest : contests) made.decidable += contest.open ? 0 : 1;
  for (const std::size_t i : by_urgency(contests, forecasts)) {
    made.seconds_for_all = std::min(made.seconds_for_all + forecasts[i].seconds, kNever);
    if (planned + forecasts[i].seconds > seconds_left) continue;
    planned += forecasts[i].seconds;
    ++made.decidable;
  }
  return made;
}

std::string words(const Outlook& outlook, double budget_s) {
  if (outlook.decidable == outlook.all) {
    return fmt::format("{} can be decided within {}.", outlook.all == 1 ? "The one benchmark" : fmt::format("All {} benchmarks", outlook.all), duration(budget_s));
  }
  return fmt::format("{} of {} benchmarks can be decided within {}; all need {}{}.", outlook.decidable, outlook.all, duration(budget_s),
                     outlook.seconds_for_all < kNever ? "about " : "", duration(outlook.seconds_for_all));
}

double affordable_min_time(std::size_t benchmarks, double budget_s) {
  constexpr double kPilot = 0.2, kRuns = 4, kProcess = 0.03, kSearch = 1.4;  // Google Benchmark looks for its number of iterations
  constexpr double kUsual = 0.1, kLeast = 0.01;
  const double each = kPilot * budget_s / (kRuns * static_cast<double>(std::max<std::size_t>(benchmarks, 1)));
  return std::clamp((each - kProcess) / kSearch, kLeast, kUsual);
}

}  // namespace unblock::bench::gate
