// Each kind of sentence needs certain metrics; the first whose metrics are there is said.
#include "reports/summary/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/summary/metric.h"
#include "reports/text/quantity.h"

namespace unblock::reports::summary {
namespace {

using Cells = std::vector<const Cell*>;

Cells with_results(const Group& group) {
  Cells cells;
  std::copy_if(group.cells.begin(), group.cells.end(), std::back_inserter(cells),
               [](const Cell* cell) { return has_result(*cell) && cell->kind != CellKind::native; });
  return cells;
}

/// The cell with the smallest or largest value of a metric above zero; null when none has it.
const Cell* extreme(const Cells& cells, const std::string& metric, bool largest) {
  const Cell* found = nullptr;
  for (const Cell* cell : cells) {
    if (estimate(*cell, metric) <= 0) continue;
    const bool better = found == nullptr || (estimate(*cell, metric) > estimate(*found, metric)) == largest;
    if (better) found = cell;
  }
  return found;
}

bool overlap(const Cell& a, const Cell& b) {
  const Interval &first = a.metrics.at(kTime), &second = b.metrics.at(kTime);
  return first.high >= second.low && second.high >= first.low;
}

/// "; thread needed 41 times the memory of epoll"
std::string memory_clause(const Cells& cells) {
  for (const char* metric : {"bytes_per_task", "rss_peak_bytes"}) {
    const Cell *least = extreme(cells, metric, false), *most = extreme(cells, metric, true);
    if (least == nullptr || least == most) continue;
    const double factor = estimate(*most, metric) / estimate(*least, metric);
    if (factor < 1.5) continue;
    return fmt::format("; {} needed {} times the memory{} of {}", label(*most), text::factor(factor),
                       metric == std::string("bytes_per_task") ? " per task" : "", label(*least));
  }
  return "";
}

/// Overlapped waits are the point of these workloads, so the factor is said rather than the time.
std::string overlap_sentence(const Cells& cells) {
  const Cell *best = extreme(cells, "overlap_factor", true), *worst = extreme(cells, "overlap_factor", false);
  if (best == nullptr || best == worst || estimate(*best, "overlap_factor") < 1.5) return "";
  const double threads = estimate(*best, "threads");
  std::string said = fmt::format("{}{} overlapped its waits {}-fold", threads == 1 ? "On one thread " : "", label(*best),
                                 text::factor(estimate(*best, "overlap_factor")));
  const double ratio = estimate(*worst, kTime) / estimate(*best, kTime);
  if (ratio >= 1.5) said += fmt::format("; {} took {} times as long", label(*worst), text::factor(ratio));
  return said;
}

/// What everybody else pays for one task that blocks: the tail, not the time per operation.
std::string stall_sentence(const Group& group, const Cells& cells) {
  if (!stalls(group)) return "";
  constexpr char kTail[] = "latency_p99_ns", kMiddle[] = "latency_p50_ns";
  const Cell *best = extreme(cells, kTail, false), *worst = extreme(cells, kTail, true);
  if (best == nullptr || best == worst) return "";
  return fmt::format("A task that blocks its thread made the others late: p99 of {} on {} (its median is {}), {} on {}", show(kTail, estimate(*worst, kTail)),
                     label(*worst), show(kMiddle, estimate(*worst, kMiddle)), show(kTail, estimate(*best, kTail)), label(*best));
}

std::string ranking_sentence(const Cells& cells) {
  const Cell &first = *cells.front(), &last = *cells.back();
  const std::string time = show(kTime, estimate(first, kTime));
  if (cells.size() == 1) return fmt::format("{} took {} per operation", label(first), time);
  std::string said;
  if (overlap(first, *cells[1])) {
    said = fmt::format("{} and {} were fastest and cannot be told apart, with {} per operation", label(first),
                       label(*cells[1]), time);
  } else {
    said = fmt::format("{} was fastest with {} per operation", label(first), time);
  }
  const double ratio = estimate(last, kTime) / estimate(first, kTime);
  if (cells.size() > 2 || !overlap(first, last)) {
    said += fmt::format("; {} took {} times as long", label(last), text::factor(ratio));
  }
  return said;
}

}  // namespace

std::string sentence(const Group& group) {
  const Cells cells = with_results(group);
  if (cells.empty()) return "";
  if (const std::string said = stall_sentence(group, cells); !said.empty()) return said + ".";
  std::string said = overlap_sentence(cells);
  if (said.empty()) said = ranking_sentence(cells);
  return said + memory_clause(cells) + ".";
}

std::string sentence_at_scale(const Workload& workload) {
  const std::vector<const Group*> shown = workload.main_groups();
  const Group* largest = shown.empty() ? nullptr : shown.front();
  for (const Group& group : workload.groups) {
    const Cells cells = with_results(group);
    if (largest != nullptr && cells.size() > 1 && !overlap_sentence(cells).empty() && size_of(group) > size_of(*largest)) largest = &group;
  }
  if (largest == nullptr || largest == shown.front()) return "";
  return fmt::format("With {}: {}", largest->title, sentence(*largest));
}

bool stalls(const Group& group) {
  return std::any_of(group.arguments.begin(), group.arguments.end(),
                     [](const auto& argument) { return argument.first == "stalling" && argument.second != "0"; });
}

}  // namespace unblock::reports::summary
