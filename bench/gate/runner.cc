#include "bench/gate/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "bench/run/catalogue.h"
#include "bench/machine/machine.h"

namespace unblock::bench::gate {
namespace {

constexpr char kSystemCalls[] = "syscalls_per_op", kAllocations[] = "allocations_per_op";

/// Page-sized, so that every offset of the stack within a page is as likely for one side as for the other.
/// Source: Mytkowicz, Diwan, Hauswirth, Sweeney, "Producing wrong data without doing anything obviously wrong!",
/// ASPLOS 2009: the size of the environment moved run times by several per cent.
constexpr std::uint64_t kMostPadding = 4096;

void note_once(std::vector<std::string>& notes, const std::string& sentence) {
  if (std::find(notes.begin(), notes.end(), sentence) == notes.end()) notes.push_back(sentence);
}

bool all_alike(std::span<const double> values) {
  return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
}

}  // namespace

Runner::Runner(const SessionOptions& options)
    : options_(options), random_(options.seed), baseline_(options.baseline.path), candidate_(options.candidate.path) {
  settings_.min_time_s = options.min_time_s.value_or(settings_.min_time_s);
  settings_.deadline_s = options.deadline_s;
  settings_.cpus = options.cpus;
  settings_.folder = folder_.path();
}

Sample Runner::run_one(const Program& program, const std::string& benchmark) {
  settings_.padding = random_() % kMostPadding;
  return run_once(program, benchmark, settings_);
}

bool Runner::fail(PairedRuns& runs, Side side, const Sample& sample, const Program& other) {
  if (sample.interrupted) return false;
  runs.add_failure(side, sample);
  const Side opposite = side == Side::baseline ? Side::candidate : Side::baseline;
  if (!runs.closed() || runs.has_values(opposite) || runs.failed(opposite)) return true;
  // Whether the other side can do it decides whose fault it is.
  const Sample answer = run_one(other, runs.name());
  if (!answer.problem.empty() && !answer.interrupted) runs.add_failure(opposite, answer);
  return !answer.interrupted;
}

bool Runner::still_the_same() {
  for (const auto& [identity, role, name] : {std::tuple(&baseline_, "baseline", &options_.baseline_name), std::tuple(&candidate_, "candidate", &options_.candidate_name)}) {
    if (rebuilt_.empty() && identity->changed()) {
      rebuilt_ = fmt::format("The {} '{}' was rebuilt or replaced while the gate ran: only what was measured before counts.", role, *name);
    }
  }
  return rebuilt_.empty();
}

bool Runner::run_block(PairedRuns& runs, const Program& baseline, const Program& candidate) {
  const bool baseline_outside = (random_() & 1) != 0;
  std::array<BlockRun, 4> block;
  for (std::size_t slot = 0; slot < block.size(); ++slot) {
    const bool outside = slot == 0 || slot == 3;
    const Side side = outside == baseline_outside ? Side::baseline : Side::candidate;
    const bool is_baseline = side == Side::baseline;
    block[slot] = {side, run_one(is_baseline ? baseline : candidate, runs.name())};
    if (!still_the_same()) return false;
    if (!block[slot].sample.problem.empty()) return fail(runs, side, block[slot].sample, is_baseline ? candidate : baseline);
  }
  runs.add_block(block);
  return true;
}

bool Runner::run_block(PairedRuns& runs) { return run_block(runs, options_.baseline, options_.candidate); }

bool Runner::run_self_block(PairedRuns& twin) { return run_block(twin, options_.baseline, options_.baseline); }

bool Runner::count(PairedRuns& runs, const std::string& metric, std::vector<std::string>& notes) {
  constexpr int kEnoughWhenAlike = 3;
  for (int pair = 0; pair < static_cast<int>(reports::compare::kCountRuns); ++pair) {
    const bool baseline_first = (random_() & 1) != 0;
    for (const bool first : {true, false}) {
      const Side side = first == baseline_first ? Side::baseline : Side::candidate;
      const Sample sample = run_one(side == Side::baseline ? options_.baseline : options_.candidate, runs.name());
      if (sample.interrupted || !still_the_same()) return false;
      if (!sample.problem.empty() || !sample.values.contains(metric)) {
        note_once(notes, fmt::format("{} is not judged for {}: a run {}.", metric, runs.name(),
                                     sample.problem.empty() ? "did not report it" : sample.problem));
        return true;
      }
      runs.add_count(side, metric, sample.values.at(metric));
    }
    const bool alike = all_alike(runs.counts(Side::baseline, metric)) && all_alike(runs.counts(Side::candidate, metric));
    if (alike && pair + 1 >= kEnoughWhenAlike) break;
  }
  return true;
}

bool Runner::run_counts(PairedRuns& runs, std::vector<std::string>& notes) {
  const RunSettings before = settings_;
  settings_.min_time_s = std::min(settings_.min_time_s, 0.05);
  bool going_on = true;
  std::string reason;
  settings_.syscall_tracepoint = syscall_tracepoint(reason);
  if (settings_.syscall_tracepoint != 0) {
    settings_.counting = Counting::system_calls;
    going_on = count(runs, kSystemCalls, notes);
  } else {
    note_once(notes, fmt::format("{}.", reason));
  }
  if (!std::filesystem::exists(program_folder() + "/../lib/unblock/libunblock-alloc.so")) {
    note_once(notes, "Allocations are not counted: libunblock-alloc.so is missing.");
  } else if (going_on) {
    settings_.counting = Counting::allocations;
    going_on = count(runs, kAllocations, notes);
  }
  settings_ = before;
  return going_on;
}

}  // namespace unblock::bench::gate
