// Plan, rounds, conclusion of the paired run. Who gets the next block is schedule.h's.
#include "bench/gate/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <optional>

#include "bench/gate/filter.h"
#include "bench/gate/runner.h"
#include "bench/gate/same_bytes.h"
#include "bench/gate/schedule.h"
#include "bench/machine/machine.h"
#include "bench/machine/stillness.h"
#include "reports/model/error.h"
#include "statistics/median.h"
#include "statistics/rehearsal.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

using Clock = std::chrono::steady_clock;
using reports::Comparison;
using reports::InputError;
using reports::kRealTime;

constexpr double kUsualMinTime = 0.1;

std::string now() {
  const std::time_t seconds = std::time(nullptr);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&seconds));
  return text;
}

class Session {
 public:
  Session(const SessionOptions& options, const std::function<void(const SessionProgress&)>& progress)
      : options_(options), progress_(progress), runner_(options), began_(Clock::now()) {}

  Comparison run() {
    prepare();
    std::optional<AwakeCpus> awake;
    if (options_.keep_awake) awake.emplace(options_.cpus.empty() ? usable_cpus() : options_.cpus);
    constexpr double kCountsFirst = 0.25;  // of the budget; what is left is counted after the times are decided
    if (is_worker_ && options_.counts) count_until(kCountsFirst * options_.budget_s);
    while (going_on_ && one_pass()) {
    }
    if (is_worker_ && options_.counts) count_until(options_.budget_s);
    finish_twin();
    conclude();
    return std::move(result_);
  }

 private:
  struct Cell {
    PairedRuns runs;
    PairedRuns twin;  ///< the baseline with itself
    double block_s = 0;
    bool decided = false, twin_decided = false;
  };

  double elapsed() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }
  bool time_left() const { return elapsed() < options_.budget_s; }
  /// For the comparisons themselves: what the twins may still take is kept for them.
  double seconds_left() const {
    return options_.budget_s - elapsed() - std::max(0.0, options_.self_share * options_.budget_s - self_s_);
  }

  void prepare() {
    const Listing baseline = list_benchmarks(options_.baseline, "baseline"), candidate = list_benchmarks(options_.candidate, "candidate");
    const auto before = chosen(baseline.benchmarks, options_.filter), now_there = chosen(candidate.benchmarks, options_.filter);
    if (before.empty() && now_there.empty()) {
      throw InputError(fmt::format("--filter '{}' matches none of the {} benchmarks of '{}'", options_.filter, candidate.benchmarks.size(),
                                   options_.candidate_name));
    }
    result_.removed = missing_from(before, now_there);
    result_.added = missing_from(now_there, before);
    for (const std::string& name : missing_from(before, result_.removed)) {
      cells_.push_back({{name, options_.rules, options_.promise}, {name, options_.rules, options_.promise}});
    }
    if (cells_.empty()) {
      throw InputError(fmt::format("'{}' and '{}' have no benchmark in common", options_.baseline_name, options_.candidate_name));
    }
    is_worker_ = baseline.is_worker && candidate.is_worker;
    result_.same_program = same_bytes(options_.baseline, options_.candidate);
    result_.environment = fingerprint();
    result_.notes = disturbances();
    result_.date = now();
    fit_min_time();
    for (std::size_t i = 0; i < cells_.size(); ++i) twins_.push_back(i);
    std::shuffle(twins_.begin(), twins_.end(), runner_.random());
  }

  void fit_min_time() {
    const double min_time = options_.min_time_s.value_or(affordable_min_time(cells_.size(), options_.budget_s));
    runner_.measure_for(min_time);
    if (options_.min_time_s || min_time >= kUsualMinTime) return;
    result_.notes.push_back(fmt::format("Each run measured {:.2g} s instead of {} s, so that all {} benchmarks had a turn (--min-time).", min_time,
                                        kUsualMinTime, cells_.size()));
  }

  void report(const Cell& cell) const {
    const auto decided = static_cast<std::size_t>(std::count_if(cells_.begin(), cells_.end(), [](const Cell& one) { return one.decided; }));
    progress_({cell.runs.name(), decided, cells_.size(), blocks_, elapsed(), options_.budget_s, result_.budget_says});
  }

  void count_until(double deadline_s) {
    for (; counted_ < cells_.size() && going_on_ && elapsed() < deadline_s; ++counted_) {
      report(cells_[counted_]);
      if (!cells_[counted_].runs.closed()) going_on_ = runner_.run_counts(cells_[counted_].runs, result_.notes);
    }
  }

  std::vector<Contest> contests() const {
    std::vector<Contest> list;
    for (const Cell& cell : cells_) {
      Contest one{{}, cell.block_s, !cell.decided};
      for (const auto& [metric, evidence] : cell.runs.evidence()) one.evidence.push_back(&evidence);
      list.push_back(std::move(one));
    }
    return list;
  }

  /// One block of each that the schedule chooses, in random order. False when there is nothing left to do.
  bool one_pass() {
    const std::vector<Contest> known = contests();
    const std::vector<Forecast> ahead = forecast(known, options_.promise);
    say_what_the_budget_can_do(known, ahead);
    std::vector<std::size_t> pass = next_pass(known, ahead, seconds_left());
    std::shuffle(pass.begin(), pass.end(), runner_.random());
    for (const std::size_t i : pass) {
      if (!time_left() || !going_on_) return false;
      run_block(cells_[i]);
      run_twin_if_due();
    }
    judge();
    return !pass.empty();
  }

  void say_what_the_budget_can_do(const std::vector<Contest>& known, const std::vector<Forecast>& ahead) {
    const bool had_pilot = std::none_of(known.begin(), known.end(), [](const Contest& one) { return one.open && one.block_s == 0; });
    if (!had_pilot || !result_.budget_says.empty()) return;
    result_.budget_says = words(outlook(known, ahead, elapsed(), seconds_left()), options_.budget_s);
  }

  void run_block(Cell& cell) {
    report(cell);
    const double before = elapsed();
    going_on_ = runner_.run_block(cell.runs);
    const double spent = elapsed() - before;
    cell.block_s = cell.block_s == 0 ? spent : 0.7 * cell.block_s + 0.3 * spent;
    cell.decided |= cell.runs.closed();
    ++blocks_;
  }

  void run_twin_if_due() {
    if (going_on_ && self_s_ < options_.self_share * elapsed()) run_twin_block();
  }

  /// False when there is no twin left, or its share does not pay for one block.
  bool run_twin_block() {
    const auto next = std::find_if(twins_.begin(), twins_.end(), [&](std::size_t i) { return !cells_[i].twin_decided; });
    if (next == twins_.end() || cells_[*next].block_s > options_.self_share * options_.budget_s) return false;
    Cell& cell = cells_[*next];
    const double before = elapsed();
    going_on_ = runner_.run_self_block(cell.twin);
    self_s_ += elapsed() - before;
    cell.twin_decided = cell.twin.closed() || decide_alone(cell.twin) != Decision::cannot_tell;
    return true;
  }

  /// A run that was decided quickly still compares the baseline with itself once to the end, within its share.
  void finish_twin() {
    const auto any_decided = [&] { return std::any_of(cells_.begin(), cells_.end(), [](const Cell& cell) { return cell.twin_decided; }); };
    while (going_on_ && time_left() && !any_decided() && self_s_ < options_.self_share * options_.budget_s && run_twin_block()) {
    }
  }

  Decision decide_alone(const PairedRuns& runs) const {
    const auto time = runs.evidence().find(kRealTime);
    if (time == runs.evidence().end()) return Decision::cannot_tell;
    const Evidence* const one[] = {&time->second};
    return decide(one, options_.promise).front();
  }

  std::size_t families() const {
    std::size_t count = 0;
    for (const Cell& cell : cells_) count += cell.runs.closed() ? 0 : std::max<std::size_t>(1, cell.runs.evidence().size());
    return count;
  }

  /// Those that had no block yet are judged with the others: Holm corrects for all that were asked, not for all that were run.
  std::vector<Decision> decide_all(std::vector<std::pair<std::size_t, std::string>>& where) const {
    const Evidence none(options_.promise.limits());
    std::vector<const Evidence*> all;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (cells_[i].runs.closed()) continue;
      for (const auto& [metric, evidence] : cells_[i].runs.evidence()) {
        all.push_back(&evidence);
        where.emplace_back(i, metric);
      }
    }
    const std::size_t known = all.size();
    all.resize(std::max(known, families()), &none);
    std::vector<Decision> decisions = decide(all, options_.promise);
    decisions.resize(known);
    return decisions;
  }

  void judge() {
    std::vector<std::pair<std::size_t, std::string>> where;
    const std::vector<Decision> decisions = decide_all(where);
    for (Cell& cell : cells_) cell.decided = cell.runs.closed() || cell.runs.has_enough_counts() || !cell.runs.evidence().empty();
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      if (decisions[i] == Decision::cannot_tell) cells_[where[i].first].decided = false;
    }
  }

  void conclude() {
    std::vector<std::pair<std::size_t, std::string>> where;
    const std::vector<Decision> decisions = decide_all(where);
    for (const Cell& cell : cells_) result_.benchmarks.push_back(cell.runs.result());
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      for (MetricResult& metric : result_.benchmarks[where[i].first].metrics) {
        if (metric.metric == where[i].second) rehearse_metric(metric, decisions[i], cells_[where[i].first]);
      }
    }
    conclude_self();
    result_.promise = options_.promise;
    result_.baseline = options_.baseline_name;
    result_.candidate = options_.candidate_name;
    result_.seed = options_.seed;
    result_.budget_s = options_.budget_s;
    result_.spent_s = elapsed();
    result_.interrupted = !going_on_;
    if (!runner_.rebuilt().empty()) result_.notes.push_back(runner_.rebuilt());
    note_unknown_counters();
    if (is_worker_ && options_.counts && counted_ < cells_.size()) {
      result_.notes.push_back(fmt::format("System calls and allocations were counted for {} of {} benchmarks: then the time was spent.", counted_, cells_.size()));
    }
  }

  void rehearse_metric(MetricResult& metric, Decision decision, const Cell& cell) const {
    metric.decision = decision;
    const double affordable = options_.budget_s * (1 - options_.self_share) / static_cast<double>(cells_.size()) / std::max(cell.block_s, 1e-3);
    const Rehearsal rehearsal{families(), std::max(metric.blocks, static_cast<std::size_t>(std::clamp(affordable, 0.0, 200.0))), options_.seed + 1};
    std::vector<double> noise = noise_of(metric.log_ratios);
    if (const auto self = cell.twin.evidence().find(metric.metric); self != cell.twin.evidence().end()) {
      const std::vector<double> more = noise_of(self->second.log_ratios());
      noise.insert(noise.end(), more.begin(), more.end());
    }
    metric.smallest_found = smallest_found(noise, options_.promise, rehearsal);
    metric.false_alarms = rehearse(noise, 0, options_.promise, rehearsal, 500).slower;
    constexpr std::size_t kFew = 8;  // fewer decide nothing, however steady they are
    if (decision == Decision::cannot_tell && metric.blocks < kFew) metric.doubt = fmt::format("{} block{}, the budget did not reach further", metric.blocks, metric.blocks == 1 ? "" : "s");
  }

  void conclude_self() {
    reports::SelfComparison& self = result_.self;
    for (const Cell& cell : cells_) {
      const auto time = cell.twin.evidence().find(kRealTime);
      if (time == cell.twin.evidence().end()) continue;
      ++self.comparisons;
      self.blocks += time->second.blocks();
      const Decision decision = decide_alone(cell.twin);
      self.slower += decision == Decision::slower;
      self.undecided += decision == Decision::cannot_tell;
      for (const double ratio : time->second.log_ratios()) self.largest = std::max(self.largest, std::abs(ratio));
    }
  }

  void note_unknown_counters() {
    for (const auto& [metric, rule] : options_.rules.given()) {
      const bool seen = std::any_of(cells_.begin(), cells_.end(), [&](const Cell& cell) {
        return !cell.runs.counts(Side::baseline, metric).empty() && !cell.runs.counts(Side::candidate, metric).empty();
      });
      if (!seen) result_.notes.push_back(fmt::format("No benchmark reports the counter '{}' on both sides.", metric));
    }
  }

  const SessionOptions& options_;
  const std::function<void(const SessionProgress&)>& progress_;
  Runner runner_;
  Clock::time_point began_;
  std::vector<Cell> cells_;
  std::vector<std::size_t> twins_;  ///< the order in which they get their turn
  double self_s_ = 0;
  std::size_t blocks_ = 0, counted_ = 0;
  bool is_worker_ = false, going_on_ = true;
  Comparison result_;
};

}  // namespace

Comparison run_session(const SessionOptions& options, const std::function<void(const SessionProgress&)>& progress) try {
  return Session(options, progress).run();
} catch (const NoScratch& error) {
  throw InputError(error.what());
}

}  // namespace unblock::bench::gate
