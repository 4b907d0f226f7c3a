// Tables for people. What ranks, what is tied and what is left out is decided in reports/; this file draws it.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string_view>

#include "bench/cli/console.h"
#include "reports/metrics/headline.h"
#include "reports/metrics/metrics.h"
#include "reports/summary/groups.h"
#include "reports/summary/standing.h"
#include "reports/text/grid.h"
#include "reports/text/quantity.h"

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::CellStatus;
using reports::summary::Group;
using reports::summary::Standing;
using reports::text::Column;
using reports::text::Grid;
namespace metrics = reports::metrics;

std::string verdict_names(const Cell& cell) {
  std::string names = reports::unsettled(cell) ? "not ranked" : "";
  for (const reports::Verdict& verdict : cell.verdicts) names += (names.empty() ? "" : ", ") + verdict.id;
  return names;
}

/// What is ranked by first, then the others in the order of the table of metrics.
std::vector<const metrics::Metric*> columns_of(const Group& group) {
  std::vector<std::string> names = {group.metric};
  names.emplace_back(metrics::kTime);
  for (const metrics::Metric& metric : metrics::table()) {
    if (metric.place == metrics::Place::terminal) names.emplace_back(metric.name);
  }
  std::vector<const metrics::Metric*> columns;
  for (const std::string& name : names) {
    const metrics::Metric* metric = metrics::find(name);
    if (metric != nullptr && std::find(columns.begin(), columns.end(), metric) == columns.end()) columns.push_back(metric);
  }
  return columns;
}

/// The value, with the number behind a percentile; nothing where the sample does not carry it.
std::string entry_of(const Cell& cell, const metrics::Metric& metric) {
  const std::string name(metric.name);
  if (!reports::has_metric(cell, name) || !metrics::carried(cell, name)) return "";
  const std::string value = metrics::show(name, reports::estimate(cell, name));
  const double sample = metrics::sample_of(cell, name);
  return sample > 0 ? fmt::format("{} of {}", value, reports::text::count(sample)) : value;
}

std::string rank_of(const Standing& standing, bool judged) {
  return standing.rank == 0 || !judged ? "" : fmt::format("{}{}", standing.rank, standing.tied ? " tied" : "");
}

Grid grid_for(const Group& group, const std::vector<const metrics::Metric*>& columns, const reports::summary::Standings& order) {
  std::vector<Column> heads = {{.head = "runtime", .left = true, .weight = 0}, {.head = "rank", .weight = 0}};
  for (const metrics::Metric* metric : columns) {
    const bool ranks = metric->name == group.metric;
    const std::string head(metric->head.empty() ? metric->label : metric->head);
    heads.push_back({.head = head, .weight = ranks ? 0u : metric->name == metrics::kTime ? 3u
                                                                                         : 1u});
    if (ranks) heads.push_back({.head = order.reference == nullptr ? "ratio" : "× " + reports::summary::label(*order.reference), .weight = 4});
  }
  heads.push_back({.head = "rounds", .weight = 2});
  heads.push_back({.head = "warnings", .left = true, .weight = 3});
  return Grid(std::move(heads));
}

std::vector<std::string> row_of(const Standing& standing, bool judged, const Group& group, const std::vector<const metrics::Metric*>& columns) {
  const Cell& cell = *standing.cell;
  std::vector<std::string> row = {reports::summary::label(cell), rank_of(standing, judged)};
  for (const metrics::Metric* metric : columns) {
    const bool only_guests = metric->name == "startup_ms" || metric->name == "outside_clock_ms";
    row.push_back(only_guests && cell.kind != reports::CellKind::guest ? "" : entry_of(cell, *metric));
    if (metric->name == group.metric) row.push_back(reports::summary::ratio_text(standing.ratio));
  }
  row.push_back(std::to_string(reports::counted_rounds(cell).size()));
  row.push_back(verdict_names(cell));
  return row;
}

std::string group_text(const Group& group, bool colour, std::size_t columns_of_terminal) {
  const reports::summary::Standings order = reports::summary::standings(group);
  const std::vector<const metrics::Metric*> columns = columns_of(group);
  Grid grid = grid_for(group, columns, order);
  std::string without, notes;
  for (const Standing& standing : order.cells) {
    const Cell& cell = *standing.cell;
    if (!reports::has_result(cell)) {
      without += paragraph(fmt::format("{}: {}{}", cell.runtime, cell.status == CellStatus::not_applicable ? "n/a, " : "", reports::why_not(cell)), 2, columns_of_terminal);
      continue;
    }
    grid.row(row_of(standing, order.judged, group, columns));
    const auto note = cell.configuration.find("when nobody waits");
    if (note != cell.configuration.end()) notes += paragraph(fmt::format("{}, when nobody waits: {}", cell.runtime, note->second), 2, columns_of_terminal);
  }
  std::string title = group.title.empty() ? group.workload : fmt::format("{}  {}", group.workload, group.title);
  if (!group.metric.empty()) title += fmt::format(", ranked by {}", metrics::meaning(group.metric).label);
  title = paragraph(title, 0, columns_of_terminal);
  if (colour) title = "\033[1m" + title + "\033[0m";
  std::vector<std::string> left_out;
  const std::string table = grid.is_empty() ? "" : grid.str("  ", columns_of_terminal, &left_out);
  if (!left_out.empty()) notes += paragraph(fmt::format("no room for: {}", fmt::join(left_out, ", ")), 2, columns_of_terminal);
  return title + table + notes + without + '\n';
}

/// Which runtimes are written as their library's own examples, and which were tuned.
std::string idioms_text(const reports::Run& run, std::size_t columns) {
  std::map<std::string, std::set<std::string>> runtimes;
  for (const Cell& cell : run.cells) {
    const auto idiom = cell.configuration.find("idiom");
    if (reports::has_result(cell) && idiom != cell.configuration.end()) runtimes[idiom->second].insert(cell.runtime);
  }
  std::string text;
  for (const auto& [idiom, names] : runtimes) text += paragraph(fmt::format("{}: {}", idiom, fmt::join(names, ", ")), 0, columns);
  return text;
}

}  // namespace

std::size_t terminal_columns() {
  if (const char* said = std::getenv("COLUMNS"); said != nullptr && std::atoi(said) > 0) return static_cast<std::size_t>(std::atoi(said));
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool wants_colour() {
  const char* refused = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) != 0 && (refused == nullptr || *refused == '\0') && (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::string result_table(const reports::Run& run, bool colour, std::size_t columns) {
  std::string text;
  for (const reports::summary::Workload& workload : reports::summary::workloads(run)) {
    for (const Group& group : workload.groups) text += group_text(group, colour, columns);
  }
  std::map<std::string, std::set<std::string>> doubts;
  for (const Cell& cell : run.cells) {
    for (const reports::Verdict& verdict : cell.verdicts) doubts[verdict.id].insert(fmt::format("{}: {}", cell.name, verdict.text));
  }
  for (const auto& [id, sentences] : doubts) {
    text += paragraph(fmt::format("{} ({}): {}", id, sentences.size(), *sentences.begin()), 0, columns);
  }
  text += idioms_text(run, columns);
  for (const std::string& warning : run.warnings) text += paragraph(fmt::format("note: {}", warning), 0, columns);
  text += fmt::format("seed {}, {:.0f} s{}\n", run.seed, run.duration_s, run.interrupted ? ", interrupted" : "");
  return text;
}

}  // namespace unblock::bench
