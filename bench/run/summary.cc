// From rounds to results: medians with intervals, memory per task from a fit, and the verdicts.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "bench/run/suite.h"
#include "bench/run/verdicts/verdicts.h"
#include "statistics/median.h"

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::Round;

std::size_t voided(const Cell& cell) {
  return static_cast<std::size_t>(std::count_if(cell.rounds.begin(), cell.rounds.end(), [](const Round& round) { return round.voided; }));
}

/// A cell all of whose rounds were voided keeps them: a doubtful number with its verdict is more than none.
void keep_something(Cell& cell) {
  if (voided(cell) != cell.rounds.size()) return;
  for (Round& round : cell.rounds) round.voided = false;
}

void add_intervals(Cell& cell) {
  std::map<std::string, std::vector<double>> values;
  for (const Round& round : cell.rounds) {
    if (round.voided) continue;
    for (const auto& [name, value] : round.metrics) {
      if (std::isfinite(value)) values[name].push_back(value);
    }
  }
  for (auto& [name, list] : values) cell.metrics[name] = statistics::median_interval(list);
}

struct Fit {
  double slope = 0, r2 = 0;
};

/// Least squares over (tasks, peak resident bytes), one point per process.
Fit fit_line(const std::vector<std::pair<double, double>>& points) {
  double mx = 0, my = 0;
  for (const auto& [x, y] : points) mx += x, my += y;
  mx /= static_cast<double>(points.size());
  my /= static_cast<double>(points.size());
  double xx = 0, xy = 0, yy = 0;
  for (const auto& [x, y] : points) xx += (x - mx) * (x - mx), xy += (x - mx) * (y - my), yy += (y - my) * (y - my);
  if (xx == 0 || yy == 0) return {};
  return {xy / xx, xy * xy / (xx * yy)};
}

/// A fit over the single-pass cells of `sleep`: several N, each in fresh processes that hold N waiting tasks.
void add_memory_per_task(reports::Run& run, const std::set<std::string>& once) {
  std::map<std::string, std::vector<Cell*>> by_runtime;
  for (Cell& cell : run.cells) {
    if (cell.workload == "sleep" && once.contains(cell.name) && !cell.rounds.empty()) by_runtime[cell.runtime].push_back(&cell);
  }
  for (auto& [runtime, cells] : by_runtime) {
    std::set<double> sizes;
    std::vector<std::pair<double, double>> points;
    for (const Cell* cell : cells) {
      const double tasks = std::stod(cell->arguments.front().second);
      for (const Round& round : cell->rounds) {
        const auto peak = round.metrics.find("rss_peak_bytes");
        if (peak == round.metrics.end()) continue;
        points.emplace_back(tasks, peak->second);
        sizes.insert(tasks);
      }
    }
    if (sizes.size() < 3) continue;
    const Fit fit = fit_line(points);
    for (Cell* cell : cells) {
      cell->metrics["bytes_per_task"] = {fit.slope, fit.slope, fit.slope};
      cell->metrics["bytes_per_task_r2"] = {fit.r2, fit.r2, fit.r2};
    }
  }
}

}  // namespace

void summarise(reports::Run& run, const std::vector<CellDescription>& described, double steal_share) {
  std::map<std::string, const CellDescription*> by_name;
  std::set<std::string> once;
  for (const CellDescription& cell : described) {
    by_name[cell.name] = &cell;
    if (cell.once) once.insert(cell.name);
  }
  std::map<const Cell*, std::size_t> voided_rounds;
  for (Cell& cell : run.cells) {
    voided_rounds[&cell] = voided(cell);
    keep_something(cell);
    add_intervals(cell);
  }
  add_memory_per_task(run, once);
  for (Cell& cell : run.cells) {
    if (cell.status == reports::CellStatus::not_applicable) continue;
    Evidence evidence{.cell = cell, .times_ns = {}, .once = once.contains(cell.name), .steal_share = steal_share,
                      .voided_rounds = voided_rounds[&cell]};
    if (const auto found = by_name.find(cell.name); found != by_name.end()) evidence.needs_target = found->second->needs.target;
    for (const Round& round : cell.rounds) {
      if (!round.voided) evidence.times_ns.push_back(round.metrics.at("time_ns_per_op"));
    }
    for (reports::Verdict& verdict : judge(evidence)) cell.verdicts.push_back(std::move(verdict));
  }
}

}  // namespace unblock::bench
