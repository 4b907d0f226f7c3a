// One CPU for the client, one for the target, a target that is started anew where it died.
#include "bench/run/this_machine.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <optional>

#include "bench/machine/machine.h"
#include "bench/process/process.h"
#include "bench/process/scratch_folder.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

using Clock = std::chrono::steady_clock;

class ThisMachine : public Laboratory {
 public:
  explicit ThisMachine(KeepAwake keep_awake) : cpus_(usable_cpus()), stolen_before_s_(steal_s()) {
    raise_file_limit();
    const bool wanted = keep_awake == KeepAwake::on || (keep_awake == KeepAwake::automatic && virtual_machine());
    if (wanted) awake_.emplace(std::vector<int>(cpus_.begin(), cpus_.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, cpus_.size()))));
  }

  double elapsed_s() override { return std::chrono::duration<double>(Clock::now() - began_).count(); }
  bool interrupted() override { return bench::interrupted(); }
  std::string date() override { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

  std::map<std::string, std::string> environment() override {
    std::map<std::string, std::string> told = fingerprint();
    told["client_cpu"] = std::to_string(client_cpu());
    told["target_cpu"] = std::to_string(target_cpu("two-cores"));
    told["kept_awake"] = awake_ && awake_->active() ? "yes, SCHED_IDLE spinners" : "no";
    return told;
  }

  std::vector<std::string> disturbances() override {
    if (!disturbances_.empty()) return disturbances_;
    disturbances_ = bench::disturbances();
    if (cpus_.size() < 2) disturbances_.emplace_back("There is one CPU only: client and target share it in every placement.");
    return disturbances_;
  }

  double stolen_share() override {
    const double cpu_s = elapsed_s() * static_cast<double>(::sysconf(_SC_NPROCESSORS_ONLN));
    return cpu_s > 0 ? (steal_s() - stolen_before_s_) / cpu_s : 0;
  }

  Canary canary(double seconds) override { return seconds > 0 ? sing(client_cpu(), cpus_[0], seconds) : Canary{}; }
  int syscall_tracepoint(std::string& reason) override { return bench::syscall_tracepoint(reason); }

  RoundResult round(const CellDescription& cell, const std::string& placement, RoundOptions options) override {
    options.worker_cpus = {client_cpu()};
    try {
      const ChildFolder folder(scratch_, "worker");
      options.scratch_folder = folder.path();
      const bool needs_target = cell.needs.target && options.real_server.empty();
      RoundResult result = run_round(cell, needs_target ? target_on(target_cpu(placement)) : nullptr, options);
      if (result.target_failed) target_.reset();
      return result;
    } catch (const TargetError& error) {
      target_.reset();
      return failed(error.what());
    } catch (const NoScratch& error) {
      return failed(error.what());
    }
  }

 private:
  int client_cpu() const { return cpus_.size() > 1 ? cpus_[1] : cpus_[0]; }
  int target_cpu(const std::string& placement) const { return placement == "one-core" ? client_cpu() : cpus_[0]; }

  TargetProcess* target_on(int cpu) {
    if (!target_) target_ = std::make_unique<TargetProcess>();
    target_->run_on({cpu});
    return target_.get();
  }

  static RoundResult failed(const std::string& problem) {
    RoundResult result;
    result.problem = problem;
    return result;
  }

  Clock::time_point began_ = Clock::now();
  std::vector<int> cpus_;
  std::vector<std::string> disturbances_;  ///< as they were before the first round
  double stolen_before_s_;
  ScratchFolder scratch_{"run"};
  std::optional<AwakeCpus> awake_;
  std::unique_ptr<TargetProcess> target_;
};

}  // namespace

std::unique_ptr<Laboratory> this_machine(KeepAwake keep_awake) try {
  return std::make_unique<ThisMachine>(keep_awake);
} catch (const NoScratch& error) {
  throw reports::InputError(error.what());
}

}  // namespace unblock::bench
