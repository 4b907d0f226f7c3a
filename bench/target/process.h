// The target as a child process of the harness or of a test: start, ask, stop, each with a deadline.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <sys/types.h>

#include "bench/process/spawn.h"
#include "bench/target/line_channel.h"
#include "bench/target/target.h"

namespace unblock::bench {

struct TargetOptions {
  std::string executable{};  ///< empty: unblock-target beside the running program
  std::vector<std::string> arguments{};
  std::chrono::milliseconds deadline{10'000};  ///< for the start and for each answer
};

class TargetProcess : public Target {
 public:
  explicit TargetProcess(TargetOptions options = {});
  ~TargetProcess() override;

  pid_t pid() const { return pid_; }

  /// Moves the target to these CPUs. Throws TargetError when the machine does not allow it.
  void run_on(const std::vector<int>& cpus);

  /// Closes the control pipe and waits; kills a target that stays. Returns its wait status; later calls return it again.
  int stop();

 private:
  void start(const TargetOptions& options);
  std::string ask(const std::string& command) override;
  /// The first line with an empty command.
  std::string answer_to(const std::string& command);
  TargetError failure(const std::string& what) override;
  std::string take_complaint();
  bool wait_until_ended(std::chrono::milliseconds at_most);

  std::chrono::milliseconds deadline_;
  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = 0;
  Descriptor complaints_;
  LineChannel channel_;
};

}  // namespace unblock::bench
