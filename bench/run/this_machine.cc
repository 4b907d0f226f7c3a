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
#include "bench/target/process.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

using Clock = std::chrono::steady_clock;

class ThisMachine : public Laboratory {
 public:
  ThisMachine(KeepAwake keep_awake, RemoteAddress remote) : remote_(std::move(remote)), cpus_(usable_cpus()), stolen_before_s_(steal_s()) {
    raise_file_limit();
    if (!remote_.url.empty()) remote_target_ = std::make_unique<RemoteTarget>(remote_);
    const bool wanted = keep_awake == KeepAwake::on || (keep_awake == KeepAwake::automatic && virtual_machine());
    if (wanted) awake_.emplace(std::vector<int>(cpus_.begin(), cpus_.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, cpus_.size()))));
  }

  double elapsed_s() override { return std::chrono::duration<double>(Clock::now() - began_).count(); }
  bool interrupted() override { return bench::interrupted() || !broken_.empty(); }
  std::string broken() override { return broken_; }
  std::string date() override { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

  std::map<std::string, std::string> environment() override {
    std::map<std::string, std::string> told = fingerprint();
    told["client_cpu"] = std::to_string(client_cpu());
    told["target_cpu"] = remote_.url.empty() ? std::to_string(target_cpu("two-cores")) : "its host's choice";
    told["target"] = remote_.url.empty() ? "unblock-target on this machine" : remote_.url;
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
    options.worker_cpus = client_cpus(placement);
    try {
      const ChildFolder folder(scratch_, "worker");
      options.scratch_folder = folder.path();
      const bool needs_target = cell.needs.target && options.real_server.empty();
      RoundResult result = run_round(cell, needs_target ? target_for(placement) : nullptr, options);
      if (result.target_failed) forget_target();
      return result;
    } catch (const TargetError& error) {
      forget_target();
      // One that does not come back ends the run, which can go on later: another cell would wait for it in vain as well.
      if (!remote_.url.empty()) broken_ = fmt::format("The run ended early: {}.", error.what());
      return failed(error.what());
    } catch (const NoScratch& error) {
      return failed(error.what());
    }
  }

 private:
  int client_cpu() const { return cpus_.size() > 1 ? cpus_[1] : cpus_[0]; }
  /// The first client's is always the same; further ones have those that neither it nor the target uses, and share where there are none.
  std::vector<int> client_cpus(const std::string& placement) const {
    std::vector<int> cpus = {client_cpu()};
    if (placement == "one-core") return cpus;
    for (const int cpu : cpus_) {
      const bool targets = remote_.url.empty() && cpu == cpus_[0];
      if (cpu != client_cpu() && !targets) cpus.push_back(cpu);
    }
    return cpus;
  }
  int target_cpu(const std::string& placement) const { return placement == "one-core" ? client_cpu() : cpus_[0]; }

  Target* target_for(const std::string& placement) {
    if (!remote_.url.empty()) {
      if (!remote_target_) remote_target_ = std::make_unique<RemoteTarget>(remote_);
      return remote_target_.get();
    }
    if (!target_) target_ = std::make_unique<TargetProcess>();
    target_->run_on({target_cpu(placement)});
    return target_.get();
  }
  void forget_target() {
    target_.reset();
    remote_target_.reset();
  }

  static RoundResult failed(const std::string& problem) {
    RoundResult result;
    result.problem = problem;
    return result;
  }

  RemoteAddress remote_;
  std::string broken_;
  Clock::time_point began_ = Clock::now();
  std::vector<int> cpus_;
  std::vector<std::string> disturbances_;  ///< as they were before the first round
  double stolen_before_s_;
  ScratchFolder scratch_{"run"};
  std::optional<AwakeCpus> awake_;
  std::unique_ptr<TargetProcess> target_;
  std::unique_ptr<RemoteTarget> remote_target_;
};

}  // namespace

std::unique_ptr<Laboratory> this_machine(KeepAwake keep_awake, const RemoteAddress& remote) try {
  return std::make_unique<ThisMachine>(keep_awake, remote);
} catch (const NoScratch& error) {
  throw reports::InputError(error.what());
} catch (const TargetError& error) {
  throw reports::InputError(error.what());
}

}  // namespace unblock::bench
