// The loop: what the schedule names is measured, and every few seconds a canary says whether it counts.
#include "bench/run/suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "bench/run/influence.h"
#include "bench/run/journal.h"
#include "bench/run/laboratory.h"
#include "bench/run/plan.h"
#include "bench/run/schedule.h"
#include "reports/model/cell.h"

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::CellStatus;
using reports::Round;
namespace results = reports::results;

class Suite {
 public:
  Suite(const SuiteOptions& options, Laboratory& laboratory, Journal& journal, const std::function<void(const Progress&)>& progress)
      : options_(options), laboratory_(laboratory), journal_(journal), progress_(progress), random_(options.seed) {
    begin();
  }

  reports::Run go() {
    measure_until_enough();
    run_.duration_s = elapsed_s();
    run_.interrupted = laboratory_.interrupted();
    if (const std::string why = laboratory_.broken(); !why.empty()) run_.warnings.push_back(why);
    const double stolen = laboratory_.stolen_share();
    run_.environment["steal_share"] = fmt::format("{:.4f}", stolen);
    summarise(run_, options_.cells, stolen);
    return std::move(run_);
  }

 private:
  void begin() {
    if (options_.earlier != nullptr) began_s_ = laboratory_.elapsed_s();
    const reports::Run* earlier = options_.earlier;
    Plan plan = earlier == nullptr ? bench::plan(options_) : plan_on(options_, *earlier);
    descriptions_ = std::move(plan.descriptions);
    run_.cells = std::move(plan.cells);
    run_.date = earlier == nullptr ? laboratory_.date() : earlier->date;
    run_.suite = options_.name;
    run_.seed = options_.seed;
    run_.settings = options_.settings;
    run_.environment = laboratory_.environment();
    run_.warnings = laboratory_.disturbances();
    if (earlier != nullptr) take_up(*earlier);
    journal_.begin(run_);
  }

  void take_up(const reports::Run& earlier) {
    before_s_ = run_.duration_s = earlier.duration_s;
    for (const std::string& warning : earlier.warnings) {
      if (std::find(run_.warnings.begin(), run_.warnings.end(), warning) == run_.warnings.end()) run_.warnings.push_back(warning);
    }
    for (const Cell& cell : run_.cells) {
      for (const Round& round : cell.rounds) {
        next_index_ = std::max(next_index_, round.index + 1);
        next_block_ = std::max(next_block_, round.block + 1);
      }
    }
  }

  double elapsed_s() const { return before_s_ + laboratory_.elapsed_s() - began_s_; }
  bool spent() const { return laboratory_.elapsed_s() >= options_.time_budget_s; }
  std::vector<Stand> stands() const {
    return bench::stands(run_.cells, descriptions_, {options_.least_rounds, options_.most_rounds, options_.tight});
  }

  void measure_until_enough() {
    tell("round 1", "canary", 0, run_.cells.size());
    canary_ = laboratory_.canary(options_.canary_s);
    bool counted = !options_.probes;
    while (!laboratory_.interrupted()) {
      const std::vector<Stand> now = stands();
      if (first_pass_done(now) && spent()) break;
      if (!counted && can_be_ordered(now)) {
        counted = true;
        finish_stretch();
        count_round(now);
        continue;
      }
      const std::vector<std::size_t> block = next_block(now, random_);
      if (block.empty() && !finish_stretch()) break;
      measure_block(block, now);
    }
    finish_stretch();
    if (!counted && !laboratory_.interrupted()) count_round(stands());
  }

  /// Cells that are compared with one another, within seconds. A canary in their middle does not part them.
  void measure_block(const std::vector<std::size_t>& block, const std::vector<Stand>& now) {
    constexpr double kStretchS = 5;
    const unsigned number = next_block_++;
    for (const std::size_t index : block) {
      if (laboratory_.interrupted() || (spent() && now[index].tries > 0)) return;
      tell_round(index, now);
      measure(index, number);
      if (laboratory_.elapsed_s() - stretch_began_s_ > kStretchS) finish_stretch();
    }
  }

  /// Sings the canary, and voids the rounds since the last one whose headline the change between them can have moved. True when it did.
  bool finish_stretch() {
    constexpr double kMoved = 0.05;
    if (stretch_.empty() || laboratory_.interrupted()) return false;
    const Canary after = laboratory_.canary(options_.canary_s);
    results::Voided voided;
    for (const auto& [cell, index] : stretch_) {
      const auto round = std::find_if(run_.cells[cell].rounds.begin(), run_.cells[cell].rounds.end(), [&](const Round& one) { return one.index == index; });
      if (influence(run_.cells[cell], *round, canary_, after) > kMoved) voided.rounds.push_back(index);
    }
    voided.why = fmt::format("{} of {} measurements within {:.0f} s do not count: meanwhile {}.", voided.rounds.size(), stretch_.size(),
                             laboratory_.elapsed_s() - stretch_began_s_, describe_change(canary_, after));
    stretch_.clear();
    canary_ = after;
    stretch_began_s_ = laboratory_.elapsed_s();
    if (!voided.rounds.empty()) happened(voided);
    return !voided.rounds.empty();
  }

  RoundOptions round_options(std::size_t index) const {
    const CellDescription& description = *descriptions_[index];
    RoundOptions round;
    round.min_time_s = options_.min_time_s;
    round.deadline = std::chrono::milliseconds(static_cast<long long>(options_.deadline_s * 1e3));
    round.real_server = uses_real_server(description, options_) ? options_.real_server : "";
    const std::string& extra = options_.extra_case;
    if (!extra.empty() && description.workload == extra.substr(0, extra.find('/'))) round.extra_case = extra;
    round.spans = description.needs.timeline && run_.cells[index].rounds.empty();
    return round;
  }

  void measure(std::size_t index, unsigned block) {
    const RoundOptions options = round_options(index);
    const std::string& placement = run_.cells[index].placement;
    const double started_s = elapsed_s();
    RoundResult result = laboratory_.round(*descriptions_[index], placement, options);
    // Once more: the machine may have been to blame.
    if (!result.round && !result.interrupted) result = laboratory_.round(*descriptions_[index], placement, options);
    if (result.interrupted) return;
    if (!result.round) return happened(results::Failed{index, result.problem, result.wrong_work});
    Round& round = *result.round;
    round.index = next_index_++;
    round.block = block;
    round.started_s = started_s;
    round.metrics["target_busy"] = result.target_busy;
    round.metrics["outside_clock_ms"] = result.wall_s * 1e3 - round.real_time_ns * static_cast<double>(round.iterations) / 1e6;
    stretch_.emplace_back(index, round.index);
    happened(results::Measured{index, std::move(round), result.operations_per_iteration, std::move(result.latency), std::move(result.uncorrected),
                               std::move(result.spans), std::move(result.configuration)});
  }

  /// Each cell once more, counting system calls and allocations; its times are thrown away.
  void count_round(const std::vector<Stand>& now) {
    std::string reason;
    const int tracepoint = laboratory_.syscall_tracepoint(reason);
    if (!reason.empty()) run_.warnings.push_back(reason + ".");
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < now.size(); ++i) {
      const std::map<std::string, reports::Interval>& known = run_.cells[i].metrics;
      const bool counted = known.contains("syscalls_per_op") || known.contains("allocations_per_op");
      if (now[i].tries > 0 && !now[i].slow && descriptions_[i] != nullptr && !counted) order.push_back(i);
    }
    std::shuffle(order.begin(), order.end(), random_);
    for (std::size_t i = 0; i < order.size() && !laboratory_.interrupted(); ++i) {
      if (spent()) {
        run_.warnings.push_back(fmt::format("The time budget was spent when system calls and allocations were counted for {} of {} cells.", i, order.size()));
        return;
      }
      tell("counting system calls and allocations", run_.cells[order[i]].name, i, order.size());
      count(order[i], {.syscall_tracepoint = tracepoint, .allocations = run_.cells[order[i]].kind != reports::CellKind::guest});
    }
  }

  void count(std::size_t index, const Counting& counting) {
    RoundOptions options = round_options(index);
    options.min_time_s = 0.002;  // counts repeat: a pass or two will do
    options.counting = counting;
    options.spans = false;
    const RoundResult result = laboratory_.round(*descriptions_[index], run_.cells[index].placement, options);
    if (!result.round) return;
    results::Counted counted{index, {}};
    for (const char* metric : {"syscalls_per_op", "allocations_per_op"}) {
      const auto found = result.round->metrics.find(metric);
      if (found != result.round->metrics.end()) counted.metrics[metric] = found->second;
    }
    if (!counted.metrics.empty()) happened(counted);
  }

  /// The one way in which the run changes while it is measured.
  void happened(const results::Event& event) {
    if (const std::string problem = journal_.add(event, elapsed_s()); !problem.empty()) run_.warnings.push_back(problem);
    results::record(run_, event);
  }

  void tell_round(std::size_t index, const std::vector<Stand>& now) const {
    unsigned round = now[index].counted;
    std::size_t done = 0, total = 0;
    for (const Stand& stand : now) {
      if (!stand.open) continue;
      ++total;
      done += stand.counted > round ? 1 : 0;
    }
    tell(fmt::format("round {}", round + 1), run_.cells[index].name, done, total);
  }

  void tell(const std::string& what, const std::string& cell, std::size_t done, std::size_t total) const {
    progress_({what, cell, done, total, laboratory_.elapsed_s(), options_.time_budget_s});
  }

  const SuiteOptions& options_;
  Laboratory& laboratory_;
  Journal& journal_;
  const std::function<void(const Progress&)>& progress_;
  std::mt19937_64 random_;
  reports::Run run_;
  std::vector<const CellDescription*> descriptions_;
  Canary canary_;
  std::vector<std::pair<std::size_t, unsigned>> stretch_;  ///< cell and Round::index since the last canary
  double stretch_began_s_ = 0;
  double began_s_ = 0;   ///< on the laboratory's clock
  double before_s_ = 0;  ///< what an earlier process measured
  unsigned next_index_ = 0, next_block_ = 1;
};

}  // namespace

reports::Run run_suite(const SuiteOptions& options, Laboratory& laboratory, Journal& journal, const std::function<void(const Progress&)>& progress) {
  return Suite(options, laboratory, journal, progress).go();
}

}  // namespace unblock::bench
