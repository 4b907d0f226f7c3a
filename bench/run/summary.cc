// From rounds to results: medians with intervals, memory per task from a fit, and the verdicts.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "bench/run/suite.h"
#include "bench/run/verdicts/verdicts.h"
#include "reports/metrics/headline.h"
#include "reports/model/cell.h"
#include "statistics/median.h"

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::Round;

std::size_t voided(const Cell& cell) {
  return static_cast<std::size_t>(std::count_if(cell.rounds.begin(), cell.rounds.end(), [](const Round& round) { return round.voided; }));
}

/// A cell all of whose rounds were voided shows what they said: a doubtful number is more than none, and it is never ranked.
bool is_shown(const Cell& cell, const Round& round) { return !round.voided || reports::unsettled(cell); }

void add_intervals(Cell& cell) {
  std::map<std::string, std::vector<double>> values;
  for (const Round& round : cell.rounds) {
    if (!is_shown(cell, round)) continue;
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

/// A fit over the single-pass cells of a workload that holds tasks: several N, each in fresh processes that hold N of them.
void add_memory_per_task(reports::Run& run, const std::map<std::string, const CellDescription*>& by_name) {
  std::map<std::pair<std::string, std::string>, std::vector<Cell*>> by_runtime;
  for (Cell& cell : run.cells) {
    const auto found = by_name.find(cell.name);
    if (found == by_name.end() || !found->second->once || found->second->needs.held.empty() || cell.rounds.empty()) continue;
    by_runtime[{cell.runtime, cell.workload}].push_back(&cell);
  }
  for (auto& [key, cells] : by_runtime) {
    std::set<double> sizes;
    std::vector<std::pair<double, double>> points;
    for (const Cell* cell : cells) {
      const double tasks = std::atof(by_name.at(cell->name)->argument(by_name.at(cell->name)->needs.held).c_str());
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
  for (const CellDescription& cell : described) by_name[cell.name] = &cell;
  for (Cell& cell : run.cells) add_intervals(cell);
  add_memory_per_task(run, by_name);
  for (Cell& cell : run.cells) {
    if (cell.status == reports::CellStatus::not_applicable) continue;
    Evidence evidence{.cell = cell, .headline = reports::metrics::headline(cell), .steal_share = steal_share, .voided_rounds = voided(cell)};
    if (const auto found = by_name.find(cell.name); found != by_name.end()) {
      evidence.needs_target = found->second->needs.target;
      evidence.once = found->second->once;
    }
    for (const Round& round : cell.rounds) {
      const auto value = round.metrics.find(evidence.headline);
      if (is_shown(cell, round) && value != round.metrics.end()) evidence.values.push_back(value->second);
    }
    cell.verdicts = judge(evidence);
  }
}

}  // namespace unblock::bench
