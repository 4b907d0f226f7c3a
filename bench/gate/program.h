// A Google Benchmark executable as the gate sees it: it lists its benchmarks, and runs one of them in a fresh process.
// It judges nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace unblock::bench::gate {

struct Program {
  std::string path;                    ///< absolute
  std::vector<std::string> arguments;  ///< handed on to both sides, before Google Benchmark's own flags
};

/// Finds it the way a shell does: a path with a slash as it is, a bare name in the current folder, then in PATH.
/// Throws reports::InputError where it is missing or may not be executed. `role` is "baseline" or "candidate".
Program find_program(const std::string& given, const std::string& role);

/// What a program knows of itself.
struct Listing {
  std::vector<std::string> benchmarks;  ///< in its own order
  bool is_worker = false;               ///< one of Unblock's workers: it can count system calls and allocations
};

/// Throws reports::InputError where the program is no Google Benchmark executable.
Listing list_benchmarks(const Program& program, const std::string& role);

enum class Counting {
  nothing,
  system_calls,
  allocations
};

struct RunSettings {
  double min_time_s = 0.1;
  double deadline_s = 60;
  std::vector<int> cpus;     ///< empty: wherever the gate itself may run
  std::string folder;        ///< for the file that the program writes
  std::uint64_t padding = 0;  ///< bytes of environment: moves the stack, so that its place is not part of the comparison
  Counting counting = Counting::nothing;
  int syscall_tracepoint = 0;
};

/// The problem of a run that ended well and measured nothing.
inline constexpr const char* kNoResults = "ended without a result";

/// One run of one benchmark.
struct Sample {
  std::map<std::string, double> values;  ///< "real_time" and "cpu_time" in ns per iteration, and each counter
  std::string problem;                   ///< one clause; empty: there are values
  bool skipped = false;                  ///< it said so itself (SkipWithError, SkipWithMessage)
  bool ran_nothing = false;              ///< the name is none of its benchmarks
  bool interrupted = false;
  bool one_iteration = false;            ///< the whole time is one pass
  double wall_s = 0;
};

Sample run_once(const Program& program, const std::string& benchmark, const RunSettings& settings);

}  // namespace unblock::bench::gate
