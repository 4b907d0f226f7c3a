// unblock bench compare A B: which of the two, by how much, and how sure that is.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "bench/cli/commands.h"
#include "bench/cli/console.h"
#include "bench/cli/finish.h"
#include "bench/cli/run_options.h"
#include "bench/run/laboratory.h"
#include "bench/run/this_machine.h"
#include "reports/model/error.h"
#include "reports/summary/answer.h"

namespace unblock::bench {
namespace {

/// Enough for an interval by ranks (reports/summary/standing.cc); a comparison is about few cells.
constexpr unsigned kLeastRounds = 6, kMostRounds = 30;
constexpr double kBudgetS = 120;

SuiteOptions options_for(const RunFlags& flags) {
  std::vector<CellDescription> cells = choose(catalogue_for(flags.selection), flags.selection);
  keep_what_the_target_answers(cells, flags);
  keep_what_clients_share(cells, flags);
  SuiteOptions options = suite_options(flags, std::move(cells));
  if (flags.rounds == 0) {
    options.least_rounds = kLeastRounds;
    options.most_rounds = kMostRounds;
  }
  if (flags.budget.empty() && flags.rounds == 0) options.time_budget_s = kBudgetS;
  return options;
}

int compare_command(const RunFlags& flags) {
  if (flags.selection.runtimes.size() < 2) throw reports::InputError("compare: two runtimes or more are expected, such as 'unblock bench compare asio libuv --workload keepalive'");
  const Ending ending = ending_for(flags);
  require_real_server(flags);
  const SuiteOptions options = options_for(flags);
  Journal journal(journal_path(ending.output));
  journal.require_free();
  ProgressLine line(ProgressLine::fitting(flags.quiet));
  const std::unique_ptr<Laboratory> laboratory = this_machine(options.keep_awake, remote_of(flags));
  const reports::Run run = run_suite(options, *laboratory, journal, [&](const Progress& progress) { line.show(progress); });
  line.clear();
  return finish(run, ending, journal, reports::summary::answers(run, flags.selection.runtimes) + "\n");
}

}  // namespace

void add_compare_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("compare", "Compare runtimes: one line for each pair says which is better, by how much and how surely, then the table");
  auto flags = std::make_shared<RunFlags>();
  flags->placements = {"two-cores"};
  add_selection_options(*command, flags->selection);
  command->remove_option(command->get_option("--runtime"));
  command->add_option("RUNTIME", flags->selection.runtimes, "The runtime in question, then those to compare it with")->required();
  add_measuring_options(*command, *flags);
  add_ending_options(*command, *flags);
  command->callback([flags, &exit_code] { exit_code = compare_command(*flags); });
}

}  // namespace unblock::bench
