// Runs as a harness could have measured them, drawn at random: names in any bytes, times of any size, nothing or much of
// everything. For what must hold for all of them.
#pragma once

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::faults {

class AnyRun {
 public:
  explicit AnyRun(std::uint64_t seed) : random_(seed) {}

  reports::Run draw() {
    reports::Run run;
    run.source = "any.json";
    run.date = text(20);
    run.suite = text(8);
    run.seed = random_();
    run.duration_s = time();
    run.interrupted = coin();
    for (std::size_t i = below(4); i > 0; --i) run.environment[text(6)] = coin() ? text(30) : std::to_string(time());
    for (std::size_t i = below(3); i > 0; --i) run.warnings.push_back(text(40));
    for (std::size_t i = 1 + below(5); i > 0; --i) run.cells.push_back(cell());
    return run;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool coin() { return below(2) == 0; }

  std::string text(std::size_t longest) {
    static const std::vector<std::string> kPieces = {"a", "/", ":", "\"", "\\", "\n", "\x1b[31m", "ü", "日", std::string(1, '\0'), "\xff", "<b>", "{}", "%", "{\"", "[[", "NaN", "e308"};
    std::string made;
    for (std::size_t i = below(longest); i > 0; --i) made += kPieces[below(kPieces.size())];
    return made;
  }

  double time() { return std::pow(10.0, static_cast<double>(below(600)) / 2 - 150) * (1 + static_cast<double>(below(1000)) / 999); }

  double number() {
    constexpr double kOdd[] = {0, -1, 1e308, -1e308, 5e-324, 9007199254740993.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()};
    return coin() ? time() : kOdd[below(std::size(kOdd))];
  }

  reports::Round round(unsigned index) {
    reports::Round round;
    round.index = index;
    round.started_s = time();
    round.voided = below(4) == 0;
    round.real_time_ns = time();
    round.cpu_time_ns = time();
    round.iterations = random_() >> 2;
    for (std::size_t i = below(4); i > 0; --i) round.metrics[coin() ? text(5) : "iterations"] = number();
    return round;
  }

  std::vector<reports::HistogramBucket> histogram() {
    std::vector<reports::HistogramBucket> buckets;
    double at = 0;
    for (std::size_t i = below(6); i > 0; --i) {
      const double next = at + static_cast<double>(1 + below(1000));
      buckets.push_back({at, next, random_() >> below(60)});
      at = next;
    }
    return buckets;
  }

  reports::Cell cell() {
    reports::Cell cell;
    cell.name = "n" + text(12);
    cell.runtime = text(6);
    cell.workload = "w" + text(6);
    for (std::size_t i = below(3); i > 0; --i) cell.arguments.emplace_back(text(5), text(5));
    cell.placement = coin() ? "" : "one-core";
    cell.kind = static_cast<reports::CellKind>(below(4));
    cell.status = static_cast<reports::CellStatus>(below(3));
    cell.reason = text(20);
    cell.operations_per_iteration = time();
    for (unsigned i = 0, end = static_cast<unsigned>(below(5)); i < end; ++i) cell.rounds.push_back(round(i));
    for (std::size_t i = below(3); i > 0; --i) {
      const double low = time();
      cell.metrics[text(6)] = {low, low * 1.5, low * 2};
    }
    if (below(4) == 0) cell.verdicts.push_back({text(5), text(9), coin()});
    cell.latency = histogram();
    cell.latency_uncorrected = histogram();
    for (std::size_t i = below(3); i > 0; --i) cell.spans.push_back({static_cast<unsigned>(below(9)), time(), time()});
    for (std::size_t i = below(3); i > 0; --i) cell.configuration[text(5)] = text(9);
    return cell;
  }

  std::mt19937_64 random_;
};

}  // namespace unblock::faults
