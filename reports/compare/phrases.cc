#include "reports/compare/phrases.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/compare/outcome.h"
#include "reports/metrics/metrics.h"

namespace unblock::reports::compare {

using namespace statistics;

namespace {

using State = BenchmarkResult::State;

struct Tally {
  std::size_t compared = 0;
  bool time_only = true;  ///< what is slower is so by its time
  std::vector<std::string> slower, broken, open, looks_slower;
};

Tally tally(const Comparison& comparison) {
  Tally tally;
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    if (benchmark.state == State::broken) tally.broken.push_back(benchmark.name);
    if (benchmark.state != State::compared) continue;
    ++tally.compared;
    bool open = false, looks = false;
    std::string worse;
    for (const MetricResult& metric : benchmark.metrics) {
      open |= metric.undecided();
      looks |= compare::looks_slower(metric, comparison);
      if (!metric.fails()) continue;
      worse += (worse.empty() ? "" : ", ") + metric_text(metric);
    }
    tally.time_only &= worse.empty() || worse == "time";
    if (!worse.empty()) tally.slower.push_back(worse == "time" ? benchmark.name : fmt::format("{} ({})", benchmark.name, worse));
    else if (open) tally.open.push_back(benchmark.name);
    if (looks && worse.empty()) tally.looks_slower.push_back(benchmark.name);
  }
  return tally;
}

/// "a, b, c and 4 more"
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kShown) text += fmt::format(" and {} more", names.size() - kShown);
  return text;
}

std::string of_benchmarks(std::size_t some, std::size_t all) {
  if (all == 1) return "the one benchmark is";
  return fmt::format("{} of {} benchmarks {}", some, all, some == 1 ? "is" : "are");
}

std::string self_text(const SelfComparison& self) {
  if (self.comparisons == 0) return "There was no time to compare the baseline with itself.";
  return fmt::format(
      "The baseline compared with itself: {} comparison{}, {} blocks in total, {} reported slower, {} undecided at the end; "
      "the largest difference in a block was {}.",
      self.comparisons, self.comparisons == 1 ? "" : "s", self.blocks, self.slower, self.undecided, share_text(std::expm1(self.largest)));
}

std::string broken_text(const std::vector<std::string>& broken) {
  return fmt::format("The candidate fails in {} benchmark{} where the baseline works: {}.", broken.size(), broken.size() == 1 ? "" : "s", some_of(broken));
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

std::string change_text(double log_ratio) {
  if (std::abs(log_ratio) > std::log(2.0)) return fmt::format("{:.2f} x", std::exp(log_ratio));
  const double percent = std::expm1(log_ratio) * 100;
  return std::abs(percent) < 0.05 ? "0.0 %" : fmt::format("{:+.1f} %", percent);
}

std::string share_text(double share) { return fmt::format("{:.1f} %", share * 100); }

std::string interval_text(const MetricResult& metric) {
  if (!metric.by_evidence()) return "";
  if (metric.blocks == 0) return "-";
  if (std::isinf(metric.low) && std::isinf(metric.high)) return "not yet bounded";
  if (std::isinf(metric.low)) return "at most " + change_text(metric.high);
  if (std::isinf(metric.high)) return "at least " + change_text(metric.low);
  return change_text(metric.low) + " to " + change_text(metric.high);
}

std::string metric_text(const MetricResult& metric) { return metric.metric == kRealTime ? "time" : metric.metric; }

std::string name_with_metric(const BenchmarkResult& benchmark, const MetricResult& metric) {
  return metric.metric == kRealTime ? benchmark.name : benchmark.name + " " + metric.metric;
}

/// Counts with all their digits: the difference of one is what matters.
std::string value_text(const MetricResult& metric, double value) {
  if (metric.by_evidence() && metric.blocks == 0) return "-";
  const metrics::Kind kind = metrics::meaning(metric.metric).kind;
  const bool count = kind == metrics::Kind::count || kind == metrics::Kind::plain || !metric.by_evidence();
  return count ? fmt::format("{:.6g}", value) : metrics::show(metric.metric, value);
}

std::string finds_text(const MetricResult& metric) {
  if (metric.blocks == 0) return "-";
  return std::isinf(metric.smallest_found) ? "nothing" : "from " + share_text(metric.smallest_found);
}

std::string verdict_text(const MetricResult& metric) {
  if (!metric.by_evidence()) {
    switch (metric.count.kind) {
      case CountVerdict::Kind::same: return "same";
      case CountVerdict::Kind::more: return "MORE: " + metric.count.reason;
      case CountVerdict::Kind::fewer: return "fewer: " + metric.count.reason;
      case CountVerdict::Kind::differs: return "DIFFERENT: " + metric.count.reason;
      case CountVerdict::Kind::varies: return metric.count.reason;
    }
  }
  if (metric.decision == Decision::slower) return metric.rule == MetricRule::higher ? "WORSE" : "SLOWER";
  if (metric.decision == Decision::cannot_tell) return metric.doubt.empty() ? "cannot tell yet" : "cannot tell: " + metric.doubt;
  return metric.surely_faster ? (metric.rule == MetricRule::higher ? "better" : "faster") : "same or faster within the margin";
}

std::string headline(const Comparison& comparison, Undecided undecided) {
  const Tally tally = compare::tally(comparison);
  if (!tally.slower.empty()) {
    const char* word = tally.time_only ? " slower: " : " worse: ";
    return capitalised(of_benchmarks(tally.slower.size(), tally.compared)) + word + some_of(tally.slower) + "." +
           (tally.broken.empty() ? "" : " " + broken_text(tally.broken));
  }
  if (!tally.broken.empty()) return broken_text(tally.broken);
  if (tally.compared == 0) return "Nothing could be compared.";
  if (!tally.open.empty()) {
    constexpr const char* kTaken[] = {", taken as fine", ", taken as slower"};
    return capitalised(of_benchmarks(tally.open.size(), tally.compared)) + " undecided: " + some_of(tally.open) +
           (undecided == Undecided::stays || comparison.interrupted ? "" : kTaken[static_cast<int>(undecided)]) +
           (tally.looks_slower.empty() ? "." : fmt::format("; {} slower: {}.", tally.looks_slower.size() == 1 ? "one looks" : "some look", some_of(tally.looks_slower)));
  }
  return fmt::format("Nothing is slower: {} benchmark{} compared.", tally.compared, tally.compared == 1 ? "" : "s");
}

std::vector<std::string> footnotes(const Comparison& comparison) {
  const Promise& promise = comparison.promise;
  std::vector<std::string> lines;
  const std::size_t together = judged_together(comparison);
  if (comparison.interrupted) lines.emplace_back("The run was interrupted: these results were measured before that.");
  if (comparison.same_program) lines.emplace_back("Baseline and candidate are identical files, and so are the shared libraries they name: every difference here is noise.");
  lines.push_back(fmt::format(
      "Promise: if nothing is slower by more than {}, at most {} of such comparisons report a slowdown{}; a slowdown of {} or more goes unreported in at "
      "most {} of cases. Between the two, either answer may come.",
      share_text(promise.tolerated()), share_text(promise.false_alarms), together > 1 ? fmt::format(" (Holm's correction over {} numbers)", together) : "",
      share_text(promise.margin), share_text(promise.misses)));
  if (!comparison.paired) {
    lines.emplace_back(
        "The promise is weaker for stored results: whatever changed on the machine between the two runs looks like a change of the program. To be "
        "sure, compare the programs themselves (unblock bench gate --baseline OLD --candidate NEW).");
    return lines;
  }
  lines.emplace_back(
      "Each block runs both programs twice in fresh processes, in the order ABBA or BAAB, chosen at random. The change is the Hodges-Lehmann "
      "estimate over the blocks; its interval holds whenever the run stops (docs/gate.md).");
  lines.emplace_back(
      "'detects' is the smallest slowdown that this run would have reported nine times in ten, 'false alarms' how often it would report one "
      "between equal programs: both by applying the rule again to the noise seen here.");
  lines.push_back(self_text(comparison.self));
  if (!comparison.budget_says.empty()) lines.push_back("From the first block of each: " + comparison.budget_says);
  lines.push_back(fmt::format("Seed {}, {:.0f} s of {:.0f} s spent.", comparison.seed, comparison.spent_s, comparison.budget_s));
  return lines;
}

std::vector<std::string> not_compared(const Comparison& comparison) {
  std::vector<std::string> lines;
  for (const std::string& name : comparison.added) lines.push_back(name + ": only in the candidate");
  for (const std::string& name : comparison.removed) lines.push_back(name + ": only in the baseline");
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    if (benchmark.state != State::compared) lines.push_back(fmt::format("{}: {}", benchmark.name, benchmark.problem));
  }
  return lines;
}

}  // namespace unblock::reports::compare
