// Starts the runs of a block in the order that a coin decides, and counts where that is asked for. One random stream
// gives every order, so that the seed repeats them.
#pragma once

#include <array>
#include <optional>
#include <random>

#include "bench/gate/identity.h"
#include "bench/gate/paired_runs.h"
#include "bench/gate/session.h"
#include "bench/process/scratch_folder.h"

namespace unblock::bench::gate {

class Runner {
 public:
  explicit Runner(const SessionOptions& options);

  /// A B B A or B A A B of the two programs, into `runs`. False after an interrupt, or when a program was rebuilt.
  bool run_block(PairedRuns& runs);

  /// The same of the baseline against itself: the labels are drawn, the program is one.
  bool run_self_block(PairedRuns& twin);

  /// System calls and allocations, each in runs of its own. False after an interrupt.
  bool run_counts(PairedRuns& runs, std::vector<std::string>& notes);

  /// How long each run measures from now on.
  void measure_for(double min_time_s) { settings_.min_time_s = min_time_s; }

  /// A sentence once a program is no longer the one that the gate began with; what was measured since then does not count.
  const std::string& rebuilt() const { return rebuilt_; }

  std::mt19937_64& random() { return random_; }

 private:
  bool still_the_same();
  bool run_block(PairedRuns& runs, const Program& baseline, const Program& candidate);
  Sample run_one(const Program& program, const std::string& benchmark);
  bool count(PairedRuns& runs, const std::string& metric, std::vector<std::string>& notes);
  bool fail(PairedRuns& runs, Side side, const Sample& sample, const Program& other);

  const SessionOptions& options_;
  ScratchFolder folder_{"gate"};
  RunSettings settings_;
  std::mt19937_64 random_;
  Identity baseline_, candidate_;
  std::string rebuilt_;
};

}  // namespace unblock::bench::gate
