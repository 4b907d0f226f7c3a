// unblock bench run
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "bench/cli/commands.h"
#include "bench/cli/console.h"
#include "bench/cli/finish.h"
#include "bench/cli/run_options.h"
#include "bench/cli/sweep.h"
#include "bench/cli/watched.h"
#include "bench/run/journal.h"
#include "bench/run/laboratory.h"
#include "bench/run/this_machine.h"
#include "reports/manual/named.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

std::vector<CellDescription> cells_for(const RunFlags& flags) {
  std::vector<CellDescription> cells = choose(catalogue_for(flags.selection), flags.selection);
  keep_what_the_target_answers(cells, flags);
  keep_what_clients_share(cells, flags);
  return cells;
}

/// The cells of the run that goes on, as today's workers describe them.
std::vector<CellDescription> cells_of(const reports::Run& earlier, const RunFlags& flags) {
  std::set<std::string> names;
  for (const reports::Cell& cell : earlier.cells) names.insert(cell.name);
  std::vector<CellDescription> cells = catalogue_for(flags.selection).cells;
  keep_what_the_target_answers(cells, flags);
  keep_what_clients_share(cells, flags);
  std::erase_if(cells, [&](const CellDescription& cell) { return !names.contains(cell.name); });
  return cells;
}

void require_same_workers(const reports::Run& earlier, const SuiteOptions& options, const std::string& path) {
  const auto before = earlier.settings.find("workers");
  if (before != earlier.settings.end() && before->second == options.settings.at("workers")) return;
  throw reports::InputError(fmt::format("--resume: the workers are not those that measured '{}': they were built or installed since, and rounds of both cannot be mixed", path));
}

SuiteOptions options_for(RunFlags& flags, const std::optional<reports::Run>& earlier) {
  if (!earlier) return suite_options(flags, cells_for(flags));
  SuiteOptions options = suite_options(flags, cells_of(*earlier, flags));
  require_same_workers(*earlier, options, flags.resume);
  options.earlier = &*earlier;
  return options;
}

struct Outcomes {
  reports::Run run;
  std::string answer;
  std::vector<CellDescription> cells;
};

Outcomes measure(RunFlags& flags, std::optional<reports::Run>& earlier, Journal& journal, const std::function<void(const Progress&)>& progress) {
  if (!flags.sweep.empty()) {
    const std::unique_ptr<Laboratory> laboratory = this_machine(KeepAwake::automatic, remote_of(flags));
    Sweep sweep = run_sweep(flags, *laboratory, journal, progress);
    return {std::move(sweep.run), std::move(sweep.answer), {}};
  }
  const SuiteOptions options = options_for(flags, earlier);
  if (flags.watch) require_watchable(options.cells);
  const std::unique_ptr<Laboratory> laboratory = this_machine(options.keep_awake, remote_of(flags));
  return {run_suite(options, *laboratory, journal, progress), "", options.cells};
}

int run_command(RunFlags flags) {
  std::optional<reports::Run> earlier;
  if (!flags.resume.empty()) {
    earlier = read_earlier(flags.resume);
    take_up(flags, *earlier);
    forgive(*earlier);
  }
  const Ending ending = ending_for(flags);
  require_real_server(flags);
  Journal journal(journal_path(ending.output));
  journal.require_free(flags.resume);
  ProgressLine line(ProgressLine::fitting(flags.quiet));
  const Outcomes outcome = measure(flags, earlier, journal, [&](const Progress& progress) { line.show(progress); });
  line.clear();
  const int code = finish(outcome.run, ending, journal, outcome.answer);
  if (flags.watch && !outcome.run.interrupted) fmt::print("{}", watched(outcome.cells));
  return code;
}

}  // namespace

void add_run_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("run", "Measure, print a table, store the results");
  auto flags = std::make_shared<RunFlags>();
  add_selection_options(*command, flags->selection);
  add_measuring_options(*command, *flags);
  command->add_flag("--watch", flags->watch, "Afterwards, run the workloads that need no target once more under 'unblock watch' and show where their loops stalled");
  command->add_option("--sweep", flags->sweep, "With --case: increase this parameter, such as per_second, until requests queue")->option_text("NAME")->excludes(command->get_option("--workload"))->excludes(command->get_option("--clients"));
  add_ending_options(*command, *flags);
  CLI::Option* resume = command->add_option("--resume", flags->resume, "Continue the run that wrote this file, or that left this FILE.partial")->option_text("FILE")->check(reports::manual::named());
  for (const char* fixed : {"--runtime", "--workload", "--suite", "--filter", "--case", "--placement", "--target", "--clients", "--min-time", "--seed", "--sweep"}) {
    resume->excludes(command->get_option(fixed));
  }
  command->callback([flags, &exit_code] { exit_code = run_command(*flags); });
}

}  // namespace unblock::bench
