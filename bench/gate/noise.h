// A machine judged alone: what disturbs it, how much alike two runs of the same work are, and what margin a gate can
// promise here in how much time.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unblock::bench::gate {

/// Short slices of fixed work, one after the other.
struct NoiseSamples {
  std::vector<double> log_spin;    ///< log time of a unit of arithmetic
  std::vector<double> log_trip;    ///< log time of a round trip between two processes
  std::vector<double> late_ns;     ///< how much later than asked a sleep of 1 ms ended
  double steal_share = 0;          ///< of all CPU time, taken by the hypervisor
  double slice_s = 0;
};

struct MarginAdvice {
  double seconds = 0;              ///< of measuring one benchmark
  std::optional<double> margin;    ///< the smallest of a fixed list that is found, and ruled out, nine times in ten
};

struct NoiseKind {
  std::string what;                ///< "arithmetic", "waking another process"
  double typical_ns = 0;           ///< trips only
  double spread = 0;               ///< robust standard deviation of one slice, relative
  double drift = 0;                ///< last third against first third, relative
  std::size_t states = 1;          ///< levels that the series had (E-Divisive, levels 5 % apart)
  std::vector<MarginAdvice> advice;
};

struct NoiseReport {
  std::vector<NoiseKind> kinds;
  double steal_share = 0, late_p50_ns = 0, late_p99_ns = 0, seconds = 0;
  bool spinners = false;
  std::map<std::string, std::string> environment;
  std::vector<std::string> warnings;
};

/// Takes about `seconds`. Ends early after an interrupt.
NoiseSamples sample_noise(double seconds, const std::function<void(double)>& progress);

/// Pure: everything that the samples say.
NoiseReport judge_noise(const NoiseSamples& samples);

std::string noise_text(const NoiseReport& report);
std::string noise_json(const NoiseReport& report);

}  // namespace unblock::bench::gate
