// Each kind of sentence needs certain metrics; the first whose metrics are there is said. What the rounds cannot tell apart
// is called tied.
#include "reports/summary/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/metrics/metrics.h"
#include "reports/summary/standing.h"
#include "reports/text/quantity.h"

namespace unblock::reports::summary {
namespace {

using Cells = std::vector<const Cell*>;
using metrics::kTime;

/// Those that stand in the ranking, the best first; cells written by hand are compared elsewhere.
Cells ranked_cells(const Standings& standings) {
  Cells cells;
  for (const Standing& one : standings.cells) {
    if (one.rank > 0 && one.cell->kind != CellKind::native) cells.push_back(one.cell);
  }
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

/// "; thread needed 41 times the memory of epoll"
std::string memory_clause(const Cells& cells, const std::string& ranked_by) {
  for (const char* metric : {"bytes_per_task", "rss_peak_bytes"}) {
    if (ranked_by == metric) return "";
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
  if (!stalls(group) || group.metric == kTime) return "";
  constexpr char kMiddle[] = "latency_p50_ns";
  const Cell *best = extreme(cells, group.metric, false), *worst = extreme(cells, group.metric, true);
  if (best == nullptr || best == worst) return "";
  return fmt::format("A task that blocks its thread made the others late: {} of {} on {} (its median is {}), {} on {}", metrics::meaning(group.metric).label,
                     metrics::show(group.metric, estimate(*worst, group.metric)), label(*worst), metrics::show(kMiddle, estimate(*worst, kMiddle)),
                     metrics::show(group.metric, estimate(*best, group.metric)), label(*best));
}

/// "a, b and c", at most three of them by name.
std::string names_of(const Cells& cells) {
  constexpr std::size_t kNamed = 3;
  const std::size_t named = cells.size() > kNamed + 1 ? kNamed : cells.size();
  std::string names;
  for (std::size_t i = 0; i < named; ++i) {
    const bool last = i + 1 == named && named == cells.size();
    names += (i == 0 ? "" : last ? " and "
                                 : ", ") +
             label(*cells[i]);
  }
  return named == cells.size() ? names : fmt::format("{} and {} more", names, cells.size() - named);
}

struct Words {
  std::string one, several, far;  ///< "asio was fastest", "… are tied for fastest", "took 3 times as long"
};

Words words_for(const std::string& metric) {
  if (metric == kTime) return {"was fastest with {} per operation", "are tied for fastest with {} per operation", "took {} times as long"};
  const metrics::Meaning known = metrics::meaning(metric);
  const bool higher = known.better == metrics::Better::higher;
  const std::string word = higher ? "highest " : "lowest ";
  return {"had the " + word + known.label + ", {}", "are tied for the " + word + known.label + ", {}",
          higher ? "had 1/{} of it" : "had {} times as much"};
}

std::string ranking_sentence(const std::string& metric, const Cells& cells, std::size_t tied) {
  const Cell &first = *cells.front(), &last = *cells.back();
  const std::string value = metrics::show(metric, estimate(first, metric));
  if (cells.size() == 1) {
    return metric == kTime ? fmt::format("{} took {} per operation", label(first), value) : fmt::format("{}: {} of {}", label(first), metrics::meaning(metric).label, value);
  }
  const Words words = words_for(metric);
  if (tied >= cells.size()) return fmt::format("{} {}", names_of(cells), fmt::format(fmt::runtime(words.several), value));
  const Cells front(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(tied));
  const double ratio = std::max(estimate(last, metric) / estimate(first, metric), estimate(first, metric) / estimate(last, metric));
  return fmt::format("{} {}; {} {}", names_of(front), fmt::format(fmt::runtime(tied > 1 ? words.several : words.one), value), label(last),
                     fmt::format(fmt::runtime(words.far), text::factor(ratio)));
}

/// Of one round each: what came out, and nothing of who is better.
std::string unjudged_sentence(const std::string& metric, const Cells& cells) {
  const auto value = [&](const Cell& cell) { return metrics::show(metric, estimate(cell, metric)); };
  const std::string what = metric == kTime ? "one operation took" : fmt::format("{} was", metrics::meaning(metric).label);
  return fmt::format("In one round each, {} {} on {} and {} on {}", what, value(*cells.front()), label(*cells.front()), value(*cells.back()), label(*cells.back()));
}

/// "8 benchmarks, from 1.20 ns (BM_A) to 3.00 ms (BM_B)": another program's benchmarks do different things.
std::string foreign_sentence(const Group& group) {
  Cells cells;
  std::copy_if(group.cells.begin(), group.cells.end(), std::back_inserter(cells), [](const Cell* cell) { return has_result(*cell); });
  const Cell *least = extreme(cells, kTime, false), *most = extreme(cells, kTime, true);
  if (least == nullptr) return "";
  if (cells.size() == 1) return fmt::format("{} took {}.", label(*least), metrics::show(kTime, estimate(*least, kTime)));
  return fmt::format("{}, from {} ({}) to {} ({}).", text::plural(cells.size(), "benchmark"), metrics::show(kTime, estimate(*least, kTime)), label(*least),
                     metrics::show(kTime, estimate(*most, kTime)), label(*most));
}

bool is_foreign(const Group& group) {
  return std::all_of(group.cells.begin(), group.cells.end(), [](const Cell* cell) { return cell->runtime.empty(); });
}

}  // namespace

std::string sentence(const Group& group) {
  if (is_foreign(group)) return foreign_sentence(group);
  const Standings order = standings(group);
  const Cells cells = ranked_cells(order);
  if (cells.empty()) return "";
  if (const std::string said = stall_sentence(group, cells); !said.empty()) return said + ".";
  std::string said = group.metric == kTime || group.metric == "overlap_factor" ? overlap_sentence(cells) : "";
  const auto tied = static_cast<std::size_t>(std::count_if(order.cells.begin(), order.cells.end(), [](const Standing& one) {
    return one.rank == 1 && one.cell->kind != CellKind::native;
  }));
  if (said.empty() && !order.judged && cells.size() > 1) said = unjudged_sentence(group.metric, cells);
  if (said.empty()) said = ranking_sentence(group.metric, cells, std::max<std::size_t>(tied, 1));
  return said + memory_clause(cells, group.metric) + ".";
}

std::string sentence_at_scale(const Workload& workload) {
  const std::vector<const Group*> shown = workload.main_groups();
  const Group* largest = shown.empty() ? nullptr : shown.front();
  for (const Group& group : workload.groups) {
    const Cells cells = ranked_cells(standings(group));
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
