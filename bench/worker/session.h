// One life of a worker: the target it talks to, the contexts of its cells, what it writes beside Google Benchmark's JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/measure/context.h"
#include "bench/target/process.h"
#include "bench/worker/options.h"
#include "bench/worker/registry.h"

namespace unblock::bench {

class Session {
 public:
  Session(WorkerRuntime runtime, WorkerOptions options);

  /// The context of a cell, made and warmed up at the first call; on later calls the same one, cleared.
  /// Throws when the target cannot be had or the warm-up fails.
  Context& open(const WorkerCell& cell);
  /// After the passes of a cell: where this worker owns the target, compares the claim with its count. Empty: they agree.
  std::string verify(const Context& context);

  /// Threads seen during the first pass, the sampler not counted.
  int threads() const { return threads_; }
  /// System calls and allocations that an empty pass costs, to be taken off.
  const Usage& overhead() const { return overhead_; }

  /// Writes the side file, if one was asked for. Throws reports::InputError.
  void write_side_file() const;

 private:
  Endpoint target_for(const WorkerCell& cell);
  std::uint16_t target_port();
  /// Null where the cell is not over TLS.
  std::shared_ptr<const TlsSettings> tls_for(Wire wire) const;
  bool is_elsewhere() const { return !options_.address.empty(); }
  bool uses_real_server(const WorkerCell& cell) const;
  void note_wire(Wire wire);
  /// What the workload claimed, by wire.
  Claim claim(const Context& context) const;
  void warm_up(const WorkerCell& cell);

  WorkerRuntime runtime_;
  WorkerOptions options_;
  std::unique_ptr<TargetProcess> own_target_;
  const WorkerCell* cell_ = nullptr;
  std::unique_ptr<Context> context_;
  std::vector<RecordedSpan> spans_;
  int threads_ = 0;
  Usage overhead_;
};

}  // namespace unblock::bench
