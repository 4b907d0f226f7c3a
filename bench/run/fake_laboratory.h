// A world for tests: a clock that moves by what a round costs, times that a seed draws, and whatever shall go wrong.
#pragma once

#include <cmath>
#include <functional>
#include <random>

#include "bench/run/laboratory.h"

namespace unblock::bench {

class FakeLaboratory : public Laboratory {
 public:
  double round_s = 1;
  unsigned interrupted_after = 1'000'000;                     ///< rounds
  std::function<Canary(double now_s)> machine = [](double) { return Canary{{1e9}, {1e5}}; };
  std::function<void(const std::string& cell, unsigned nth, RoundResult& result)> fault = [](const std::string&, unsigned, RoundResult&) {};
  std::vector<std::string> order;                             ///< cells, as they were measured

  double elapsed_s() override { return now_s_; }
  bool interrupted() override { return order.size() >= interrupted_after; }
  std::string date() override { return "2026-11-27T10:00:00Z"; }
  std::map<std::string, std::string> environment() override { return {{"cpu", "made up"}}; }
  std::vector<std::string> disturbances() override { return {}; }
  double stolen_share() override { return 0; }
  Canary canary(double) override { return machine(now_s_); }
  int syscall_tracepoint(std::string&) override { return 0; }

  RoundResult round(const CellDescription& cell, const std::string& placement, RoundOptions options) override {
    now_s_ += round_s;
    RoundResult result;
    if (options.counting.allocations) {
      result.round.emplace().metrics = {{"allocations_per_op", 3}};
      return result;
    }
    order.push_back(cell.name + placement);
    const double time_ns = 1'000 * (1 + 0.1 * std::generate_canonical<double, 32>(random_));
    result.round.emplace();
    result.round->real_time_ns = time_ns;
    result.round->iterations = 1'000'000;
    result.round->metrics = {{"time_ns_per_op", time_ns}, {"cpu_share", 1}};
    result.latency = {{900, 1'000, 5}};
    result.wall_s = 1.1;
    fault(cell.name, static_cast<unsigned>(order.size()), result);
    if (!result.problem.empty()) result.round.reset();
    return result;
  }

 private:
  double now_s_ = 0;
  std::mt19937_64 random_{1};
};

}  // namespace unblock::bench
