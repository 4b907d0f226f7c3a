#include "reports/summary/answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/metrics/metrics.h"
#include "reports/model/cell.h"
#include "reports/summary/groups.h"
#include "reports/summary/standing.h"
#include "reports/text/quantity.h"

namespace unblock::reports::summary {
namespace {

const Cell* cell_of(const Group& group, const std::string& runtime) {
  const auto found = std::find_if(group.cells.begin(), group.cells.end(), [&](const Cell* cell) { return cell->runtime == runtime; });
  return found == group.cells.end() ? nullptr : *found;
}

std::string title_of(const Group& group) { return group.title.empty() ? group.workload : fmt::format("{} ({})", group.workload, group.title); }

/// Why the two cannot be compared; empty: they can.
std::string obstacle(const Cell& cell) {
  if (!has_result(cell)) return fmt::format("{} has no result: {}", cell.runtime, why_not(cell));
  if (unsettled(cell)) return fmt::format("no round of {} counts, because the machine changed state around each", cell.runtime);
  return {};
}

std::string interval_of(const Interval& ratio) {
  return fmt::format("95 % interval {} to {}", text::factor(ratio.low), text::factor(ratio.high));
}

std::string compared(const Cell& one, const Cell& other, const std::string& metric) {
  const Interval ratio = paired_ratio(one, other, metric);
  const metrics::Meaning meaning = metrics::meaning(metric);
  const std::string values = fmt::format("{} {} against {}", meaning.label, metrics::show(metric, estimate(one, metric)), metrics::show(metric, estimate(other, metric)));
  const std::string names = fmt::format("{} and {}", one.runtime, other.runtime);
  if (!ratio.has_width()) return fmt::format("{} cannot be told apart from one round each: {}", names, values);
  if (!told_apart(ratio)) return fmt::format("{} are tied: {}, ratio {} ({})", names, values, text::factor(ratio.estimate), interval_of(ratio));
  const bool better = (ratio.estimate < 1) == (meaning.better != metrics::Better::higher);
  return fmt::format("{} is {} than {}: {}, ratio {} ({})", one.runtime, better ? "better" : "worse", other.runtime, values, text::factor(ratio.estimate), interval_of(ratio));
}

}  // namespace

std::string answers(const Run& run, const std::vector<std::string>& runtimes) {
  std::string lines;
  for (const Workload& workload : workloads(run)) {
    for (const Group& group : workload.groups) {
      const Cell* one = cell_of(group, runtimes.front());
      for (std::size_t i = 1; one != nullptr && i < runtimes.size(); ++i) {
        const Cell* other = cell_of(group, runtimes[i]);
        if (other == nullptr) continue;
        std::string line = obstacle(*one);
        if (line.empty()) line = obstacle(*other);
        lines += fmt::format("{}: {}\n", title_of(group), line.empty() ? compared(*one, *other, group.metric) : line);
      }
    }
  }
  return lines;
}

}  // namespace unblock::reports::summary
