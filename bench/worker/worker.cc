// Registration with Google Benchmark, the counters, and --unblock_describe.
#include "bench/worker/worker.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <iostream>

#include "bench/protocol/refusal.h"
#include "bench/worker/session.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

void add_latency(benchmark::State& state, const std::string& prefix, const Histogram& histogram) {
  const std::uint64_t count = histogram.count();
  if (count == 0) return;
  state.counters[prefix + "_n"] = static_cast<double>(count);
  state.counters[prefix + "_p50_ns"] = histogram.quantile_ns(0.5);
  state.counters[prefix + "_p90_ns"] = histogram.quantile_ns(0.9);
  state.counters[prefix + "_p99_ns"] = histogram.quantile_ns(0.99);
  state.counters[prefix + "_p999_ns"] = histogram.quantile_ns(0.999);
  state.counters[prefix + "_max_ns"] = histogram.max_recorded_ns();
}

void add_counters(benchmark::State& state, const Context& context, const Session& session, bool counts_syscalls) {
  const auto operations = static_cast<double>(context.total_operations());
  const auto elapsed_ns = static_cast<double>(context.total_elapsed_ns());
  const auto passes = static_cast<double>(state.iterations());
  const Usage& usage = context.usage();
  const auto per_operation = [&](std::int64_t total) { return static_cast<double>(total) / operations; };
  state.counters["operations"] = operations / passes;
  state.counters["time_ns_per_op"] = elapsed_ns / operations;
  state.counters["ops_per_second"] = operations * 1e9 / elapsed_ns;
  state.counters["cpu_ns_per_op"] = per_operation(usage.cpu_user_ns + usage.cpu_system_ns);
  state.counters["cpu_user_ns_per_op"] = per_operation(usage.cpu_user_ns);
  state.counters["cpu_system_ns_per_op"] = per_operation(usage.cpu_system_ns);
  state.counters["cpu_share"] = static_cast<double>(usage.cpu_user_ns + usage.cpu_system_ns) / elapsed_ns;
  state.counters["voluntary_switches_per_op"] = per_operation(usage.voluntary_switches);
  state.counters["involuntary_switches_per_op"] = per_operation(usage.involuntary_switches);
  state.counters["rss_peak_bytes"] = static_cast<double>(peak_resident_bytes());
  if (session.threads() > 0) state.counters["threads"] = session.threads();
  if (context.total_waits_ns() > 0) state.counters["overlap_factor"] = static_cast<double>(context.total_waits_ns()) / elapsed_ns;
  const auto net = [&](std::int64_t total, std::int64_t overhead) {
    return std::max(0.0, static_cast<double>(total) - passes * static_cast<double>(overhead)) / operations;
  };
  if (counts_syscalls) state.counters["syscalls_per_op"] = net(usage.syscalls, session.overhead().syscalls);
  if (counts_allocations()) state.counters["allocations_per_op"] = net(usage.allocations, session.overhead().allocations);
  if (context.drift_within() > 0) state.counters["drift_within"] = context.drift_within();
  if (context.in_flight_share() > 0) state.counters["in_flight_share"] = context.in_flight_share();
  if (context.reconnects() > 0) state.counters["reconnects_per_op"] = static_cast<double>(context.reconnects()) / operations;
  for (const auto& [name, value] : context.measured()) state.counters[name] = value;
  add_latency(state, "latency", context.latency());
  add_latency(state, "latency_uncorrected", context.uncorrected());
}

Refusal run(benchmark::State& state, const WorkerCell& cell, Session& session, bool counts_syscalls) try {
  using Why = Refusal::Why;
  if (!cell.not_applicable.empty()) return {Why::not_applicable, cell.not_applicable};
  Context& context = session.open(cell);
  for (auto _ : state) {
    cell.entry->pass(context);
    state.SetIterationTime(static_cast<double>(context.elapsed_ns()) * 1e-9);
    if (!context.failure().empty()) return {Why::wrong_work, context.failure()};
  }
  if (const std::string wrong = session.verify(context); !wrong.empty()) return {Why::wrong_work, wrong};
  add_counters(state, context, session, counts_syscalls);
  return {};
} catch (const std::exception& error) {
  return {Refusal::Why::failed, error.what()};
}

int run_all(int argc, char** argv, const WorkerRuntime& runtime, const std::vector<WorkloadEntry>& entries) {
  const WorkerOptions options = take_worker_options(&argc, argv);
  const std::vector<WorkerCell> cells = cells_of(runtime, entries, options.extra_case);
  if (options.describe) {
    std::cout << write_description(describe(runtime, cells)) << '\n';
    return 0;
  }
  if (options.syscall_tracepoint != 0) {
    if (const std::string why = open_syscall_counter(options.syscall_tracepoint); !why.empty()) {
      throw reports::InputError("cannot count system calls: " + why);
    }
  }
  Session session(runtime, options);
  bool failed = false;
  for (const WorkerCell& cell : cells) {
    auto* registered = benchmark::RegisterBenchmark(cell.name.c_str(), [&](benchmark::State& state) {
      const Refusal refusal = run(state, cell, session, options.syscall_tracepoint != 0);
      if (!refusal) return;
      if (refusal.why != Refusal::Why::not_applicable) failed = true;
      state.SkipWithError(refusal.message().c_str());
    });
    registered->UseManualTime()->MeasureProcessCPUTime();
    if (cell.arguments.once) registered->Iterations(1);
  }
  benchmark::AddCustomContext("unblock_runtime", runtime.name);
  benchmark::AddCustomContext("unblock_kind", runtime.kind);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  session.write_side_file();
  benchmark::Shutdown();
  return failed ? 1 : 0;
}

}  // namespace

int worker_main(int argc, char** argv, const WorkerRuntime& runtime, const std::vector<WorkloadEntry>& entries) try {
  return run_all(argc, argv, runtime, entries);
} catch (const std::exception& error) {
  std::cerr << "unblock-worker-" << runtime.name << ": " << error.what() << '\n';
  return 2;
}

}  // namespace unblock::bench
