// A real Google Benchmark program for the gate's tests and its evaluation. SAMPLE_SLOWDOWN=1.05 makes the work of every
// benchmark 5 % more; SAMPLE_CALLS=1 adds system calls.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace {

double setting(const char* name, double otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atof(text) : otherwise;
}

void arithmetic(benchmark::State& state) {
  const auto steps = static_cast<std::int64_t>(static_cast<double>(state.range(0)) * setting("SAMPLE_SLOWDOWN", 1));
  for (auto _ : state) {
    std::uint64_t value = 1;
    for (std::int64_t i = 0; i < steps; ++i) {
      value = value * 6364136223846793005u + 1442695040888963407u;
      benchmark::DoNotOptimize(value);
    }
  }
  state.counters["steps"] = static_cast<double>(steps);
}
BENCHMARK(arithmetic)->Arg(1000)->Arg(100000);

void pipe_trip(benchmark::State& state) {
  int ends[2];
  if (::pipe(ends) != 0) return state.SkipWithError("no pipe");
  const int extra = static_cast<int>(setting("SAMPLE_CALLS", 0));
  const double more = setting("SAMPLE_SLOWDOWN", 1) - 1;
  double owed = 0;  // trips, of which whole ones are made
  char byte = 'p';
  for (auto _ : state) {
    int trips = 1 + extra;
    for (owed += more; owed >= 1; --owed) ++trips;
    for (int i = 0; i < trips; ++i) {
      if (::write(ends[1], &byte, 1) != 1 || ::read(ends[0], &byte, 1) != 1) return state.SkipWithError("the pipe broke");
    }
  }
  state.counters["calls"] = 2.0 * (1 + extra);
  ::close(ends[0]);
  ::close(ends[1]);
}
BENCHMARK(pipe_trip);

}  // namespace

BENCHMARK_MAIN();
