// Tables for people. Columns that no row fills are left out.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "bench/cli/console.h"

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::CellStatus;

/// Display width of UTF-8 text without wide characters.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

struct Grid {
  std::vector<std::vector<std::string>> rows;  // the first is the header

  std::string text(const std::string& indent) const {
    std::vector<std::size_t> widths(rows.front().size());
    std::vector<bool> filled(widths.size());
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        widths[i] = std::max(widths[i], width(row[i]));
        if (&row != &rows.front() && !row[i].empty()) filled[i] = true;
      }
    }
    std::string out;
    for (const auto& row : rows) {
      std::string line = indent;
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (!filled[i]) continue;
        const std::string padding(widths[i] - width(row[i]), ' ');
        line += i == 0 ? row[i] + padding : "  " + padding + row[i];
      }
      out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    }
    return out;
  }
};

double metric(const Cell& cell, const char* name) {
  const auto found = cell.metrics.find(name);
  return found == cell.metrics.end() ? std::nan("") : found->second.estimate;
}

std::string number(double value) {
  if (std::isnan(value)) return "";
  if (value != 0 && std::abs(value) < 0.01) return fmt::format("{:.1e}", value);
  return value < 100 ? fmt::format("{:.2f}", value) : fmt::format("{:.0f}", value);
}
std::string time_or_nothing(double ns) { return std::isnan(ns) ? "" : duration_text(ns); }

std::string milliseconds(double ms) { return std::isnan(ms) ? "" : fmt::format("{:.0f} ms", ms); }

std::string spread(const Cell& cell) {
  const reports::Interval& time = cell.metrics.at("time_ns_per_op");
  const auto counting = std::count_if(cell.rounds.begin(), cell.rounds.end(), [](const reports::Round& round) { return !round.voided; });
  if (counting < 2) return "1 round";
  return fmt::format("±{:.0f} %", (time.high - time.low) / 2 / time.estimate * 100);
}

bool shown(const Cell& cell) {
  return cell.status == CellStatus::measured && cell.metrics.contains("time_ns_per_op") &&
         std::none_of(cell.verdicts.begin(), cell.verdicts.end(), [](const auto& verdict) { return verdict.withholds; });
}

std::string verdict_names(const Cell& cell) {
  std::string names;
  for (const reports::Verdict& verdict : cell.verdicts) names += (names.empty() ? "" : ", ") + verdict.id;
  return names;
}

struct Group {
  std::string title;
  std::vector<const Cell*> cells;
};

std::vector<Group> groups_of(const reports::Run& run) {
  std::vector<Group> groups;
  for (const Cell& cell : run.cells) {
    std::string title = cell.workload;
    for (const auto& [key, value] : cell.arguments) title += fmt::format("  {} {}", key, value);
    if (!cell.placement.empty()) title += fmt::format("  ({})", cell.placement == "two-cores" ? "client and target on two cores" : "client and target on one core");
    auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return group.title == title; });
    if (found == groups.end()) found = groups.insert(groups.end(), Group{title, {}});
    found->cells.push_back(&cell);
  }
  return groups;
}

double floor_of(const Group& group) {
  for (const Cell* cell : group.cells) {
    if (cell->runtime == "epoll" && shown(*cell)) return metric(*cell, "time_ns_per_op");
  }
  return std::nan("");
}

std::vector<std::string> result_row(const Cell& cell, double floor_ns) {
  const double time = metric(cell, "time_ns_per_op");
  const double per_task = metric(cell, "bytes_per_task");
  const double memory = metric(cell, "rss_peak_bytes");
  return {cell.runtime,
          duration_text(time),
          spread(cell),
          number(time / floor_ns),
          time_or_nothing(metric(cell, "latency_p99_ns")),
          time_or_nothing(metric(cell, "cpu_ns_per_op")),
          number(metric(cell, "overlap_factor")),
          number(metric(cell, "syscalls_per_op")),
          number(metric(cell, "allocations_per_op")),
          std::isnan(memory) ? "" : bytes_text(memory),
          std::isnan(per_task) ? "" : bytes_text(per_task),
          cell.kind == reports::CellKind::guest ? milliseconds(metric(cell, "startup_ms")) : "",
          cell.kind == reports::CellKind::guest ? milliseconds(metric(cell, "outside_clock_ms")) : "",
          verdict_names(cell)};
}

std::string group_text(const Group& group, bool colour) {
  std::vector<const Cell*> order = group.cells;
  std::stable_sort(order.begin(), order.end(), [](const Cell* a, const Cell* b) {
    if (shown(*a) != shown(*b)) return shown(*a);
    return shown(*a) && metric(*a, "time_ns_per_op") < metric(*b, "time_ns_per_op");
  });
  Grid grid{{{"runtime", "time/op", "interval", "× floor", "p99", "CPU/op", "overlap", "syscalls/op", "allocs/op", "memory", "per task", "start", "outside clock", "doubts"}}};
  std::string without, notes;
  for (const Cell* cell : order) {
    if (shown(*cell)) {
      grid.rows.push_back(result_row(*cell, floor_of(group)));
      const auto note = cell->configuration.find("when nobody waits");
      if (note != cell->configuration.end()) notes += fmt::format("  {}, when nobody waits: {}\n", cell->runtime, note->second);
    } else {
      without += fmt::format("  {}: {}{}\n", cell->runtime, cell->status == CellStatus::not_applicable ? "n/a, " : "", cell->reason.empty() ? "not measured" : cell->reason);
    }
  }
  const std::string title = colour ? "\033[1m" + group.title + "\033[0m" : group.title;
  return title + '\n' + (grid.rows.size() > 1 ? grid.text("  ") : "") + notes + without + '\n';
}

/// Which runtimes are written as their library's own examples, and which were tuned.
std::string idioms_text(const reports::Run& run) {
  std::map<std::string, std::set<std::string>> runtimes;
  for (const Cell& cell : run.cells) {
    const auto idiom = cell.configuration.find("idiom");
    if (shown(cell) && idiom != cell.configuration.end()) runtimes[idiom->second].insert(cell.runtime);
  }
  std::string text;
  for (const auto& [idiom, names] : runtimes) text += fmt::format("{}: {}\n", idiom, fmt::join(names, ", "));
  return text;
}

}  // namespace

std::string duration_text(double ns) {
  if (ns < 1e3) return fmt::format("{:.3g} ns", ns);
  if (ns < 1e6) return fmt::format("{:.3g} µs", ns / 1e3);
  if (ns < 1e9) return fmt::format("{:.3g} ms", ns / 1e6);
  return fmt::format("{:.3g} s", ns / 1e9);
}

std::string bytes_text(double bytes) {
  if (bytes < 10e3) return fmt::format("{:.0f} B", bytes);
  if (bytes < 10e6) return fmt::format("{:.0f} kB", bytes / 1e3);
  return fmt::format("{:.0f} MB", bytes / 1e6);
}

std::string result_table(const reports::Run& run, bool colour) {
  std::string text;
  for (const Group& group : groups_of(run)) text += group_text(group, colour);
  std::map<std::string, std::set<std::string>> doubts;
  for (const Cell& cell : run.cells) {
    for (const reports::Verdict& verdict : cell.verdicts) doubts[verdict.id].insert(fmt::format("{}: {}", cell.name, verdict.text));
  }
  for (const auto& [id, sentences] : doubts) {
    text += fmt::format("{} ({}): {}\n", id, sentences.size(), *sentences.begin());
  }
  text += idioms_text(run);
  for (const std::string& warning : run.warnings) text += fmt::format("note: {}\n", warning);
  text += fmt::format("seed {}, {:.0f} s{}\n", run.seed, run.duration_s, run.interrupted ? ", interrupted" : "");
  return text;
}

std::string list_table(const Catalogue& catalogue) {
  Grid grid{{{"workload", "arguments"}}};
  const std::vector<std::string> runtimes = catalogue.runtimes();
  grid.rows.front().insert(grid.rows.front().end(), runtimes.begin(), runtimes.end());
  std::vector<std::string> notes;
  std::map<std::pair<std::string, std::string>, std::vector<const CellDescription*>> rows;
  std::vector<std::pair<std::string, std::string>> order;
  for (const CellDescription& cell : catalogue.cells) {
    const std::pair key(cell.workload, cell.arguments_name());
    if (!rows.contains(key)) order.push_back(key);
    rows[key].push_back(&cell);
  }
  for (const auto& key : order) {
    std::vector<std::string> row{key.first, key.second};
    for (const std::string& runtime : runtimes) {
      const auto& cells = rows[key];
      const auto found = std::find_if(cells.begin(), cells.end(), [&](const auto* cell) { return cell->runtime == runtime; });
      if (found == cells.end()) {
        row.emplace_back("");
      } else if (!(*found)->not_applicable.empty()) {
        row.emplace_back("n/a");
        notes.push_back(fmt::format("{} on {}: {}", (*found)->workload, runtime, (*found)->not_applicable));
      } else {
        row.emplace_back((*found)->quick ? "quick" : "full");
      }
    }
    grid.rows.push_back(std::move(row));
  }
  std::string text = grid.text("");
  if (!notes.empty()) text += "\nn/a because\n";
  for (const std::string& note : notes) text += "  " + note + '\n';
  return text;
}

}  // namespace unblock::bench
