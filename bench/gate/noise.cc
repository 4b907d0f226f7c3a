#include "bench/gate/noise.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/machine/machine.h"
#include "bench/machine/stillness.h"
#include "bench/process/process.h"
#include "reports/compare/phrases.h"
#include "reports/metrics/metrics.h"
#include "statistics/change_points.h"
#include "statistics/median.h"
#include "statistics/rehearsal.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

double oversleep_ns() {
  constexpr std::chrono::milliseconds kAsked(1);
  const Clock::time_point begin = Clock::now();
  std::this_thread::sleep_for(kAsked);
  return std::chrono::duration<double, std::nano>(Clock::now() - begin - kAsked).count();
}

/// What a block A B B A of this machine's slices would have shown between equal programs.
std::vector<double> blocks_of(const std::vector<double>& logs) {
  std::vector<double> blocks;
  for (std::size_t i = 0; i + 4 <= logs.size(); i += 4) blocks.push_back((logs[i + 1] + logs[i + 2] - logs[i] - logs[i + 3]) / 2);
  return blocks;
}

/// A run measures 0.1 to 0.14 s, after Google Benchmark found out how many iterations that takes, and its process starts.
constexpr double kBlockSeconds = 4 * 0.17;

bool margin_holds(const std::vector<double>& blocks, double margin, double seconds) {
  constexpr int kTimes = 100;
  Promise promise;
  promise.margin = margin;
  const Rehearsal rehearsal{1, static_cast<std::size_t>(seconds / kBlockSeconds), 1};
  return rehearse(blocks, promise.limits().margin, promise, rehearsal, kTimes).slower >= 0.9 && rehearse(blocks, 0, promise, rehearsal, kTimes).within_margin >= 0.9;
}

std::vector<MarginAdvice> advise(const std::vector<double>& blocks) {
  std::vector<MarginAdvice> advice;
  for (const double seconds : {8.0, 15.0, 30.0, 60.0}) {
    MarginAdvice one;
    one.seconds = seconds;
    for (const double margin : {0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5}) {
      if (blocks.empty() || !margin_holds(blocks, margin, seconds)) continue;
      one.margin = margin;
      break;
    }
    advice.push_back(one);
  }
  return advice;
}

NoiseKind judge(const std::string& what, const std::vector<double>& logs) {
  NoiseKind kind;
  kind.what = what;
  kind.spread = robust_spread(logs);
  const std::size_t third = logs.size() / 3;
  if (third > 0) kind.drift = std::expm1(median({logs.end() - static_cast<std::ptrdiff_t>(third), logs.end()}) - median({logs.begin(), logs.begin() + static_cast<std::ptrdiff_t>(third)}));
  kind.states = change_points(logs, {0.001, std::log(1.05), 3}).size() + 1;
  kind.advice = advise(blocks_of(logs));
  return kind;
}

std::string advice_text(const NoiseKind& kind) {
  std::string text;
  for (const MarginAdvice& one : kind.advice) {
    text += fmt::format("{}{} in {:.0f} s", text.empty() ? "" : ", ", one.margin ? reports::compare::share_text(*one.margin) : "no margin up to 50 %", one.seconds);
  }
  return text;
}

}  // namespace

NoiseSamples sample_noise(double seconds, const std::function<void(double)>& progress) {
  NoiseSamples samples;
  samples.slice_s = std::clamp(seconds / 200, 0.02, 0.1);
  const std::vector<int> cpus = usable_cpus();
  const int first = cpus.front(), second = cpus.size() > 1 ? cpus[1] : cpus.front();
  const double steal_before = steal_s();
  const Clock::time_point began = Clock::now();
  while (since(began) < seconds && !interrupted()) {
    const Canary canary = sing(first, second, 2 * samples.slice_s);
    if (canary.spins.mean_per_s > 0) samples.log_spin.push_back(-std::log(canary.spins.mean_per_s / 1e9));
    if (canary.trips.mean_per_s > 0) samples.log_trip.push_back(-std::log(canary.trips.mean_per_s / 1e9));
    samples.late_ns.push_back(oversleep_ns());
    progress(since(began));
  }
  samples.steal_share = std::max(0.0, steal_s() - steal_before) / std::max(since(began) * static_cast<double>(cpus.size()), 1e-9);
  return samples;
}

NoiseReport judge_noise(const NoiseSamples& samples) {
  NoiseReport report;
  report.steal_share = samples.steal_share;
  report.late_p50_ns = quantile(samples.late_ns, 0.5);
  report.late_p99_ns = quantile(samples.late_ns, 0.99);
  report.seconds = static_cast<double>(samples.log_spin.size()) * 2 * samples.slice_s;
  report.kinds.push_back(judge("arithmetic on one CPU", samples.log_spin));
  report.kinds.push_back(judge("a round trip between two CPUs", samples.log_trip));
  report.kinds.back().typical_ns = samples.log_trip.empty() ? 0 : std::exp(median(samples.log_trip));
  return report;
}

std::string noise_text(const NoiseReport& report) {
  std::string text = fmt::format("{:.0f} s of fixed work, {} awake.\n\n", report.seconds, report.spinners ? "CPUs kept" : "CPUs not kept");
  for (const NoiseKind& kind : report.kinds) {
    text += fmt::format("{}\n", kind.what);
    if (kind.typical_ns > 0) text += fmt::format("  takes             {}\n", reports::metrics::show(reports::kRealTime, kind.typical_ns));
    text += fmt::format("  slices differ by  {} (robust standard deviation)\n  drift             {} from the first third to the last\n  levels            {}\n", reports::compare::share_text(kind.spread),
                        reports::compare::change_text(std::log1p(kind.drift)), kind.states == 1 ? "one" : fmt::format("{}: the machine changed its state", kind.states));
    text += fmt::format("  margin            {}\n", advice_text(kind));
  }
  text += fmt::format("\na sleep of 1 ms ends {} late, one in a hundred {} or more\nsteal: {} of the CPU time went to other machines\n\n", reports::metrics::show(reports::kRealTime, report.late_p50_ns),
                      reports::metrics::show(reports::kRealTime, report.late_p99_ns), reports::compare::share_text(report.steal_share));
  for (const std::string& warning : report.warnings) text += "Note: " + warning + "\n";
  text +=
      "The margin is the smallest that a gate finds, and rules out between equal programs, nine times in ten when one benchmark is measured\n"
      "for that long and is as steady as this work. A benchmark of your own may be noisier: every gate says what it could have found.\n";
  return text;
}

std::string noise_json(const NoiseReport& report) {
  nlohmann::ordered_json root = {{"seconds", report.seconds},
                                 {"steal_share", report.steal_share},
                                 {"late_p50_ns", report.late_p50_ns},
                                 {"late_p99_ns", report.late_p99_ns},
                                 {"kept_awake", report.spinners},
                                 {"environment", report.environment},
                                 {"warnings", report.warnings},
                                 {"kinds", nlohmann::ordered_json::array()}};
  for (const NoiseKind& kind : report.kinds) {
    nlohmann::ordered_json one = {{"what", kind.what}, {"typical_ns", kind.typical_ns}, {"spread", kind.spread}, {"drift", kind.drift}, {"levels", kind.states}, {"margins", nlohmann::ordered_json::array()}};
    for (const MarginAdvice& advice : kind.advice) {
      one["margins"].push_back({{"seconds", advice.seconds}, {"margin", advice.margin ? nlohmann::ordered_json(*advice.margin) : nlohmann::ordered_json(nullptr)}});
    }
    root["kinds"].push_back(std::move(one));
  }
  return root.dump(1) + "\n";
}

}  // namespace unblock::bench::gate
