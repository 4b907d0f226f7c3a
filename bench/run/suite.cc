// The order of things in a run: target, spinners, rounds of blocks between canaries, one run that only counts, the summary.
#include "bench/run/suite.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>

#include "bench/run/cell_run.h"
#include "bench/machine/machine.h"
#include "bench/process/process.h"
#include "bench/process/scratch_folder.h"
#include "bench/machine/stillness.h"
#include "reports/model/error.h"
#include "statistics/median.h"

namespace unblock::bench {
namespace {

using Clock = std::chrono::steady_clock;
using reports::Cell;
using reports::CellStatus;

/// A cell on a placement, and how it stands.
struct Placed {
  const CellDescription* description;
  Cell cell;
  bool active = true;
  bool slow = false;  ///< one round is enough: a pass takes many seconds
};

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

class SuiteRun {
 public:
  SuiteRun(const SuiteOptions& options, const std::function<void(const Progress&)>& progress)
      : options_(options), progress_(progress), random_(options.seed), began_(Clock::now()) {
    run_.date = now_text();
    run_.suite = options.name;
    run_.seed = options.seed;
    raise_file_limit();
    run_.environment = fingerprint();
    run_.warnings = disturbances();
    choose_cpus();
    place_cells();
  }

  reports::Run go() {
    const double steal_before_s = steal_s();
    std::optional<AwakeCpus> awake;
    if (keep_awake()) awake.emplace(std::vector<int>(cpus_.begin(), cpus_.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, cpus_.size()))));
    run_.environment["kept_awake"] = awake && awake->active() ? "yes, SCHED_IDLE spinners" : "no";
    for (unsigned round = 0; !finished(round); ++round) {
      measure_round(round);
      if (round == 0 && options_.probes) count_round();
    }
    run_.duration_s = elapsed_s();
    run_.interrupted = interrupted();
    const double cpu_s = run_.duration_s * static_cast<double>(::sysconf(_SC_NPROCESSORS_ONLN));
    const double steal_share = (steal_s() - steal_before_s) / cpu_s;
    run_.environment["steal_share"] = fmt::format("{:.4f}", steal_share);
    for (Placed& placed : placed_) run_.cells.push_back(std::move(placed.cell));
    summarise(run_, options_.cells, steal_share);
    return std::move(run_);
  }

 private:
  void choose_cpus() {
    cpus_ = usable_cpus();
    run_.environment["client_cpu"] = std::to_string(client_cpu());
    run_.environment["target_cpu"] = std::to_string(target_cpu("two-cores"));
    if (cpus_.size() < 2) run_.warnings.emplace_back("There is one CPU only: client and target share it in every placement.");
  }
  int client_cpu() const { return cpus_.size() > 1 ? cpus_[1] : cpus_[0]; }
  int target_cpu(const std::string& placement) const { return placement == "one-core" ? client_cpu() : cpus_[0]; }

  bool keep_awake() const {
    return options_.keep_awake == KeepAwake::on || (options_.keep_awake == KeepAwake::automatic && virtual_machine());
  }

  bool uses_real_server(const CellDescription& cell) const { return !options_.real_server.empty() && cell.needs.http; }

  void place_cells() {
    for (const CellDescription& description : options_.cells) {
      const bool by_placement = description.needs.target && !uses_real_server(description);
      std::vector<std::string> placements = by_placement ? options_.placements : std::vector<std::string>{""};
      const std::vector<std::string>& everywhere = options_.placed_everywhere;
      if (!everywhere.empty() && std::find(everywhere.begin(), everywhere.end(), description.workload) == everywhere.end()) placements.resize(1);
      for (const std::string& placement : placements) placed_.push_back(place(description, placement));
    }
  }

  static Placed place(const CellDescription& description, const std::string& placement) {
    Placed placed{.description = &description, .cell = {}};
    Cell& cell = placed.cell;
    cell.name = description.name;
    cell.runtime = description.runtime;
    cell.workload = description.workload;
    cell.arguments = description.arguments;
    cell.placement = placement;
    cell.kind = description.kind;
    cell.headline = description.needs.headline;
    cell.operation = description.operation;
    cell.floor = description.floor;
    if (!description.not_applicable.empty()) {
      cell.status = CellStatus::not_applicable;
      cell.reason = description.not_applicable;
      placed.active = false;
    }
    return placed;
  }

  double elapsed_s() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }

  bool finished(unsigned round) const {
    if (interrupted() || round >= options_.most_rounds) return true;
    if (std::none_of(placed_.begin(), placed_.end(), [](const Placed& placed) { return placed.active; })) return true;
    return round > 0 && elapsed_s() >= options_.time_budget_s;
  }

  std::vector<Placed*> shuffled() {
    std::vector<Placed*> order;
    for (Placed& placed : placed_) {
      if (placed.active) order.push_back(&placed);
    }
    std::shuffle(order.begin(), order.end(), random_);
    return order;
  }

  void tell(const std::string& what, const std::string& cell, std::size_t done, std::size_t total) const {
    progress_({what, cell, done, total, elapsed_s(), options_.time_budget_s});
  }

  /// All active cells once, in blocks of seconds between two canaries.
  void measure_round(unsigned round) {
    const std::string what = fmt::format("round {}", round + 1);
    const std::vector<Placed*> order = shuffled();
    tell(what, "canary", 0, order.size());
    Canary before = canary();
    for (std::size_t next = 0; next < order.size() && !interrupted() && !spent(round);) {
      next = measure_block(round, what, order, next, before);
    }
    for (Placed* placed : order) retire_if_decided(*placed);
  }

  bool spent(unsigned round) const { return round > 0 && elapsed_s() >= options_.time_budget_s; }

  /// Cells from `first` on, until the block is long enough, then a canary; returns the next cell. A block around which the
  /// machine changed state is kept and does not count. `before` becomes the canary of the next block.
  std::size_t measure_block(unsigned round, const std::string& what, const std::vector<Placed*>& order, std::size_t first, Canary& before) {
    constexpr double kBlockS = 15;
    const double began_s = elapsed_s();
    std::vector<std::pair<Placed*, std::size_t>> measured;
    std::size_t next = first;
    for (; next < order.size() && !interrupted() && !spent(round) && elapsed_s() - began_s < kBlockS; ++next) {
      tell(what, order[next]->cell.name, next, order.size());
      if (measure(*order[next], round)) measured.emplace_back(order[next], order[next]->cell.rounds.size() - 1);
    }
    if (interrupted()) return next;
    const Canary after = canary();
    const std::string change = Canary::change(before, after);
    before = after;
    if (change.empty()) return next;
    run_.warnings.push_back(fmt::format("{} measurements of round {} do not count: during them {}.", measured.size(), round + 1, change));
    for (const auto& [placed, index] : measured) placed->cell.rounds[index].voided = true;
    return next;
  }

  Canary canary() { return options_.canary_s > 0 ? sing(client_cpu(), cpus_[0], options_.canary_s) : Canary{}; }

  RoundOptions round_options(const Placed& placed) const {
    RoundOptions round;
    round.min_time_s = options_.min_time_s;
    round.deadline = std::chrono::milliseconds(static_cast<long long>(options_.deadline_s * 1e3));
    round.worker_cpus = {client_cpu()};
    round.real_server = uses_real_server(*placed.description) ? options_.real_server : "";
    const std::string& extra = options_.extra_case;
    if (!extra.empty() && placed.cell.workload == extra.substr(0, extra.find('/'))) round.extra_case = extra;
    return round;
  }

  /// The target on its CPU; a new one where the last one died. Null where the cell needs none.
  TargetProcess* target_for(const Placed& placed) {
    if (!placed.description->needs.target || uses_real_server(*placed.description)) return nullptr;
    if (!target_) target_ = std::make_unique<TargetProcess>();
    target_->run_on({target_cpu(placed.cell.placement)});
    return target_.get();
  }

  static RoundResult failed(const std::string& problem) {
    RoundResult result;
    result.problem = problem;
    return result;
  }

  RoundResult attempt(Placed& placed, RoundOptions options) {
    try {
      const ChildFolder folder(scratch_, "worker");
      options.scratch_folder = folder.path();
      RoundResult result = run_round(*placed.description, target_for(placed), options);
      if (target_ && result.problem.starts_with("the target")) target_.reset();
      return result;
    } catch (const TargetError& error) {
      target_.reset();
      return failed(error.what());
    } catch (const NoScratch& error) {
      return failed(error.what());
    }
  }

  /// True when a round was added.
  bool measure(Placed& placed, unsigned round) {
    RoundOptions options = round_options(placed);
    options.spans = round == 0 && placed.cell.workload == "gather";
    const double started_s = elapsed_s();
    RoundResult result = attempt(placed, options);
    if (!result.round && !result.interrupted) result = attempt(placed, options);  // once more: the machine may have been to blame
    Cell& cell = placed.cell;
    if (result.interrupted) return false;
    if (!result.round) {
      // Rounds that came off stay, unless another one did other work than it claims.
      if (cell.rounds.empty() || result.wrong_work) cell.status = CellStatus::failed;
      cell.reason = (result.wrong_work ? "wrong work: " : "") + result.problem;
      placed.active = false;
      return false;
    }
    result.round->index = next_index_++;
    result.round->started_s = started_s;
    result.round->metrics["target_busy"] = result.target_busy;
    result.round->metrics["outside_clock_ms"] = result.wall_s * 1e3 - result.round->real_time_ns * static_cast<double>(result.round->iterations) / 1e6;
    cell.rounds.push_back(std::move(*result.round));
    cell.operations_per_iteration = result.operations_per_iteration;
    cell.configuration = std::move(result.configuration);
    merge(cell.latency, result.latency);
    merge(cell.latency_uncorrected, result.uncorrected);
    if (!result.spans.empty()) cell.spans = std::move(result.spans);
    constexpr double kSlowS = 5;
    placed.slow = elapsed_s() - started_s > kSlowS;
    return true;
  }

  static void merge(std::vector<reports::HistogramBucket>& into, const std::vector<reports::HistogramBucket>& from) {
    std::vector<reports::HistogramBucket> merged;
    std::merge(into.begin(), into.end(), from.begin(), from.end(), std::back_inserter(merged),
               [](const auto& a, const auto& b) { return a.lower_ns < b.lower_ns; });
    into.clear();
    for (const reports::HistogramBucket& bucket : merged) {
      if (!into.empty() && into.back().lower_ns == bucket.lower_ns) {
        into.back().count += bucket.count;
      } else {
        into.push_back(bucket);
      }
    }
  }

  /// A cell is decided when its interval is tight, or when a round costs many seconds and it has one.
  void retire_if_decided(Placed& placed) const {
    const Cell& cell = placed.cell;
    const bool exactly = options_.least_rounds == options_.most_rounds;
    if (placed.slow && !exactly && !cell.rounds.empty()) placed.active = false;
    if (placed.description->once && cell.rounds.size() >= options_.least_rounds) placed.active = false;
    std::vector<double> times;
    for (const reports::Round& round : cell.rounds) {
      if (!round.voided) times.push_back(round.metrics.at("time_ns_per_op"));
    }
    if (times.size() < options_.least_rounds) return;
    const reports::Interval interval = statistics::median_interval(times);
    if ((interval.high - interval.low) / 2 < options_.tight * interval.estimate) placed.active = false;
  }

  /// Each cell once more, counting system calls and allocations; its times are thrown away.
  void count_round() {
    std::string reason;
    const int tracepoint = syscall_tracepoint(reason);
    if (!reason.empty()) run_.warnings.push_back(reason + ".");
    const std::vector<Placed*> order = shuffled();
    for (std::size_t i = 0; i < order.size() && !interrupted(); ++i) {
      if (elapsed_s() >= options_.time_budget_s) {
        run_.warnings.push_back(fmt::format("The time budget was spent when system calls and allocations were counted for {} of {} cells.", i, order.size()));
        return;
      }
      Placed& placed = *order[i];
      if (placed.slow || placed.cell.rounds.empty()) continue;
      tell("counting system calls and allocations", placed.cell.name, i, order.size());
      count(placed, {.syscall_tracepoint = tracepoint, .allocations = placed.cell.kind != reports::CellKind::guest});
    }
  }

  void count(Placed& placed, const Counting& counting) {
    RoundOptions options = round_options(placed);
    options.min_time_s = 0.002;  // counts repeat: a pass or two will do
    options.counting = counting;
    const RoundResult result = attempt(placed, options);
    if (!result.round) return;
    for (const char* metric : {"syscalls_per_op", "allocations_per_op"}) {
      const auto found = result.round->metrics.find(metric);
      if (found != result.round->metrics.end()) placed.cell.metrics[metric] = {found->second, found->second, found->second};
    }
  }

  const SuiteOptions& options_;
  const std::function<void(const Progress&)>& progress_;
  std::mt19937_64 random_;
  Clock::time_point began_;
  ScratchFolder scratch_{"run"};
  reports::Run run_;
  std::vector<int> cpus_;
  std::vector<Placed> placed_;
  std::unique_ptr<TargetProcess> target_;
  unsigned next_index_ = 0;
};

}  // namespace

reports::Run run_suite(const SuiteOptions& options, const std::function<void(const Progress&)>& progress) try {
  return SuiteRun(options, progress).go();
} catch (const NoScratch& error) {
  throw reports::InputError(error.what());
}

}  // namespace unblock::bench
