// What the harness itself costs between two timestamps: a recorded latency, the clock, a spawned task.
// A Google Benchmark program of its own; no worker.
#include <benchmark/benchmark.h>

#include <vector>

#include "bench/measure/context.h"
#include "runtimes/task.h"

namespace {

using namespace unblock;

/// Latencies as they come: spread over several powers of two, so that no bucket stays in the first cache line.
std::vector<std::uint64_t> latencies() {
  std::vector<std::uint64_t> values(4096);
  std::uint64_t x = 88'172'645'463'325'252u;
  for (std::uint64_t& value : values) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    value = 10'000 + x % 1'000'000;
  }
  return values;
}

void record(benchmark::State& state) {
  const std::vector<std::uint64_t> values = latencies();
  bench::Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state) histogram.record(values[i++ % values.size()]);
  benchmark::DoNotOptimize(histogram);
}
BENCHMARK(record);

void record_concurrent(benchmark::State& state) {
  const std::vector<std::uint64_t> values = latencies();
  static bench::Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state) histogram.record_concurrent(values[i++ % values.size()]);
  benchmark::DoNotOptimize(histogram);
}
BENCHMARK(record_concurrent)->Threads(1)->Threads(2);

void context_record(benchmark::State& state) {
  const std::vector<std::uint64_t> values = latencies();
  bench::Context context({}, {}, false);
  std::size_t i = 0;
  for (auto _ : state) context.record(static_cast<std::int64_t>(values[i++ % values.size()]));
}
BENCHMARK(context_record);

void clock_read(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(bench::Context::now_ns());
}
BENCHMARK(clock_read);

Task<void> nothing() { co_return; }

void spawn(benchmark::State& state) {
  TaskGroup group;
  for (auto _ : state) group.spawn(nothing());
}
BENCHMARK(spawn);

void usage_reading(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(bench::Usage::now());
}
BENCHMARK(usage_reading);

}  // namespace

BENCHMARK_MAIN();
