// unblock bench list
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "bench/cli/commands.h"
#include "bench/cli/console.h"
#include "bench/cli/selection.h"
#include "reports/csv/field.h"
#include "reports/markdown/text.h"

namespace unblock::bench {
namespace {

struct ListFlags {
  Selection selection;
  std::string format = "table";
};

std::string suite_of(const CellDescription& cell) { return !cell.not_applicable.empty() ? "n/a" : cell.quick ? "quick"
                                                                                                             : "full"; }

std::vector<std::string> row_of(const CellDescription& cell) {
  return {cell.workload, cell.arguments_name(), cell.runtime, suite_of(cell), cell.not_applicable};
}

const std::vector<std::string> kHeads = {"workload", "arguments", "runtime", "suite", "reason"};

std::string csv(const std::vector<CellDescription>& cells) {
  const auto line = [](std::vector<std::string> fields) {
    for (std::string& field : fields) field = reports::csv::field(field);
    return fmt::format("{}\n", fmt::join(fields, ","));
  };
  std::string text = line(kHeads);
  for (const CellDescription& cell : cells) text += line(row_of(cell));
  return text;
}

std::string markdown(const std::vector<CellDescription>& cells) {
  std::string text = fmt::format("| {} |\n|{}\n", fmt::join(kHeads, " | "), "---|---|---|---|---|");
  for (const CellDescription& cell : cells) {
    std::vector<std::string> fields = row_of(cell);
    for (std::string& field : fields) field = reports::markdown::plain(field);
    text += fmt::format("| {} |\n", fmt::join(fields, " | "));
  }
  return text;
}

/// As the workers' own protocol has it, so that there is one schema.
std::string json(const std::vector<CellDescription>& cells) {
  std::string text;
  for (std::size_t from = 0, to; from < cells.size(); from = to) {
    WorkerDescription worker{.runtime = cells[from].runtime, .kind = cells[from].kind, .order = cells[from].order, .floor = cells[from].floor, .cells = {}};
    for (to = from; to < cells.size() && cells[to].runtime == worker.runtime; ++to) worker.cells.push_back(cells[to]);
    text += (text.empty() ? "" : ",\n") + write_description(worker);
  }
  return "[\n" + text + "\n]\n";
}

std::string as(const std::string& format, const std::vector<CellDescription>& cells) {
  if (format == "csv") return csv(cells);
  if (format == "markdown") return markdown(cells);
  return format == "json" ? json(cells) : list_table(cells, terminal_columns());
}

}  // namespace

void add_list_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("list", "List workloads, cases, runtimes and suites, and why a case is not available");
  auto flags = std::make_shared<ListFlags>();
  add_selection_options(*command, flags->selection);
  command->add_option("--format", flags->format, "What to print (default table)")->check(CLI::IsMember({"table", "json", "csv", "markdown"}));
  command->callback([flags, &exit_code] {
    const Catalogue catalogue = catalogue_for(flags->selection);
    const bool all = !flags->selection.is_particular() && flags->selection.suite.empty();
    fmt::print("{}", as(flags->format, all ? catalogue.cells : choose(catalogue, flags->selection)));
    exit_code = catalogue.problems.empty() ? 0 : 2;
  });
}

}  // namespace unblock::bench
