// Machines for the tests of the gate's promises: what identical work takes on one that drifts, remembers, jumps between
// states or has outliers. Seeded by the caller: the same figures each time.
#pragma once

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "statistics/decision.h"

namespace unblock::statistics {

using Random = std::mt19937_64;
/// Gives the log time of the next run of identical work.
using Machine = std::function<double(Random&)>;

inline Machine normal(double spread) {
  return [spread](Random& random) { return std::normal_distribution<>(0, spread)(random); };
}

inline Machine heavy_tails(double spread) {
  return [spread](Random& random) { return spread * std::student_t_distribution<>(2)(random); };
}

inline Machine drift(double spread, double per_run) {
  return [=, level = 0.0](Random& random) mutable { return (level += per_run) + std::normal_distribution<>(0, spread)(random); };
}

inline Machine autoregressive(double spread, double memory) {
  return [=, level = 0.0](Random& random) mutable {
    return level = memory * level + std::normal_distribution<>(0, spread)(random);
  };
}

/// Leaves a state with probability 1/20 at each run; the states differ by a factor of two.
inline Machine two_states(double spread) {
  return [=, state = 0.0](Random& random) mutable {
    if (std::bernoulli_distribution(0.05)(random)) state = std::log(2.0) - state;
    return state + std::normal_distribution<>(0, spread)(random);
  };
}

/// One run in ten takes up to four times as long.
inline Machine outliers(double spread) {
  return [=](Random& random) {
    const double extra = std::bernoulli_distribution(0.1)(random) ? std::uniform_real_distribution<>(0, std::log(4.0))(random) : 0;
    return extra + std::normal_distribution<>(0, spread)(random);
  };
}

struct Case {
  const char* name;
  Machine machine;
};

inline const std::vector<Case>& machines() {
  static const std::vector<Case> cases = {
      {"normal, 0.5 %", normal(0.005)},
      {"normal, 3.5 %", normal(0.035)},
      {"normal, 10 %", normal(0.10)},
      {"heavy tails", heavy_tails(0.03)},
      {"drift", drift(0.02, 0.01)},
      {"autoregressive", autoregressive(0.02, 0.9)},
      {"random walk", autoregressive(0.02, 1.0)},
      {"two states", two_states(0.02)},
      {"outliers", outliers(0.02)},
  };
  return cases;
}

/// A B B A or B A A B, as a coin decides: mean log time of the candidate's runs minus that of the baseline's.
inline double block(const Machine& machine, double effect, Random& random) {
  const bool baseline_outside = std::bernoulli_distribution(0.5)(random);
  double outer = 0, inner = 0;
  for (int slot = 0; slot < 4; ++slot) (slot == 0 || slot == 3 ? outer : inner) += machine(random) / 2;
  return effect + (baseline_outside ? inner - outer : outer - inner);
}

/// The gate alone on one benchmark: a look after every block, until it has decided or `most_blocks` are used up.
inline Decision gate(Machine machine, double effect, std::size_t most_blocks, Random& random) {
  const Promise promise;
  Evidence evidence(promise.limits());
  const Evidence* const comparisons[] = {&evidence};
  Decision decision = Decision::cannot_tell;
  while (decision == Decision::cannot_tell && evidence.blocks() < most_blocks) {
    evidence.add(block(machine, effect, random));
    decision = decide(comparisons, promise).front();
  }
  return decision;
}

}  // namespace unblock::statistics
