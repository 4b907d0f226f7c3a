// unblock bench run
#include <fmt/format.h>
#include <re2/re2.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <random>

#include "bench/cli/commands.h"
#include "bench/cli/console.h"
#include "bench/cli/watched.h"
#include "bench/process/signals.h"
#include "bench/target/real_server.h"
#include "reports/keep.h"
#include "reports/model/error.h"
#include "reports/results/writer.h"

namespace unblock::bench {
namespace {

struct RunFlags {
  std::vector<std::string> runtimes, workloads, placements{"two-cores", "one-core"};
  std::string suite, filter, extra_case, real_server, output, keep_awake = "auto", budget, workers;
  std::uint64_t seed = 0;
  unsigned rounds = 0;
  double min_time_s = 0, deadline_s = 0, canary_s = 1;
  bool quiet = false, no_counts = false, watch = false;
};

/// "90", "90s", "5m" or "1h" in seconds.
double seconds_of(const std::string& text) {
  const std::size_t digits = text.find_first_not_of("0123456789.");
  const std::string unit = digits == text.npos ? "s" : text.substr(digits);
  const double scale = unit == "s" ? 1 : unit == "m" || unit == "min" ? 60 : unit == "h" ? 3600 : 0;
  const double value = digits == 0 ? 0 : std::atof(text.substr(0, digits).c_str());
  if (scale == 0 || value <= 0) throw reports::InputError(fmt::format("--time-budget {}: a time such as 60s or 5m is expected", text));
  return value * scale;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

bool user_chose(const RunFlags& flags) {
  return !flags.runtimes.empty() || !flags.workloads.empty() || !flags.filter.empty() || !flags.extra_case.empty();
}

/// The quick suite, unless the user chooses, has the guests for the guide's own pattern only: they start slowly.
bool left_out_of_quick(const CellDescription& cell, const RunFlags& flags) {
  return flags.suite != "full" && !user_chose(flags) && cell.kind == reports::CellKind::guest && cell.workload != "gather";
}

std::vector<CellDescription> choose(const Catalogue& catalogue, const RunFlags& flags) {
  require_known("runtime", flags.runtimes, catalogue.runtimes());
  require_known("workload", flags.workloads, catalogue.workloads());
  const RE2 filter(flags.filter, RE2::Quiet);
  if (!filter.ok()) throw reports::InputError(fmt::format("--filter '{}' is not a regular expression: {}", flags.filter, filter.error()));
  const std::string suite = flags.suite.empty() ? "quick" : flags.suite;
  std::vector<CellDescription> chosen;
  for (const CellDescription& cell : catalogue.cells) {
    const bool is_extra = !flags.extra_case.empty() && cell.name.starts_with(cell.runtime + "/" + flags.extra_case.substr(0, flags.extra_case.find('/')) + "/");
    // A case or a filter that is given chooses by itself; a suite chooses from the rest.
    const bool in_suite = flags.extra_case.empty() ? (suite == "full" || cell.quick || (flags.suite.empty() && !flags.filter.empty())) : is_extra;
    if (left_out_of_quick(cell, flags)) continue;
    if (in_suite && has(flags.runtimes, cell.runtime) && has(flags.workloads, cell.workload) && RE2::PartialMatch(cell.name, filter)) {
      chosen.push_back(cell);
    }
  }
  if (chosen.empty()) throw reports::InputError("no cell is left by these options; 'unblock bench list' shows all of them");
  return chosen;
}

/// With --case, only the cells with these very arguments.
void keep_case(std::vector<CellDescription>& cells, const std::string& extra_case) {
  if (extra_case.empty()) return;
  std::vector<std::string> wanted;
  for (std::size_t from = 0, to; from <= extra_case.size(); from = to + 1) {
    to = std::min(extra_case.find('/', from), extra_case.size());
    wanted.push_back(extra_case.substr(from, to - from));
  }
  std::erase_if(cells, [&](const CellDescription& cell) {
    const std::string name = "/" + cell.name + "/";
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& part) { return name.find("/" + part + "/") == name.npos; });
  });
}

SuiteOptions suite_options(const RunFlags& flags, std::vector<CellDescription> cells) {
  const bool full = flags.suite == "full";
  SuiteOptions options;
  options.name = flags.suite.empty() ? "quick" : flags.suite;
  options.cells = std::move(cells);
  options.placements = flags.placements;
  if (!full && !user_chose(flags)) options.placed_everywhere = {"echo"};
  options.seed = flags.seed != 0 ? flags.seed : std::random_device()();
  options.least_rounds = full ? 5 : 3;
  options.most_rounds = full ? 40 : 10;
  options.time_budget_s = flags.budget.empty() ? (full ? 1380 : 165) : seconds_of(flags.budget);
  if (flags.rounds != 0) {
    options.least_rounds = options.most_rounds = flags.rounds;
    if (flags.budget.empty()) options.time_budget_s = 24 * 3600;
    options.tight = 0;
  }
  options.min_time_s = flags.min_time_s > 0 ? flags.min_time_s : full ? 0.15 : 0.03;
  options.deadline_s = flags.deadline_s > 0 ? flags.deadline_s : full ? 60 : 20;
  options.canary_s = flags.canary_s;
  options.keep_awake = flags.keep_awake == "on" ? KeepAwake::on : flags.keep_awake == "off" ? KeepAwake::off : KeepAwake::automatic;
  options.probes = !flags.no_counts;
  options.real_server = flags.real_server;
  options.extra_case = flags.extra_case;
  return options;
}

/// Finds out before an hour of measuring whether the result can be stored: a file beside it is made and removed.
void require_writable(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const auto refuse = [&](const std::string& why) { throw reports::InputError(fmt::format("cannot write '{}': {}", path, why)); };
  if (std::filesystem::is_directory(path)) refuse("it is a folder");
  if (::access(folder.c_str(), F_OK) != 0) refuse(fmt::format("the folder '{}' does not exist", folder));
  std::string probe = folder + "/unblock-XXXXXX";
  const int file = ::mkstemp(probe.data());
  if (file < 0) refuse(fmt::format("the folder '{}' is not writable ({})", folder, std::strerror(errno)));
  ::close(file);
  ::unlink(probe.c_str());
}

void store(const reports::Run& run, const std::string& path) { reports::write_or_keep(path, reports::results::write(run), "results"); }

/// 128 and the signal that ended the run; 2 where nothing was measured; 1 where a cell that was asked for failed; else 0.
int exit_code_of(const reports::Run& run) {
  if (const int signal = interrupting_signal(); signal != 0) return 128 + signal;
  if (std::all_of(run.cells.begin(), run.cells.end(), [](const auto& cell) { return cell.rounds.empty(); })) return 2;
  const auto failed = [](const reports::Cell& cell) { return cell.status != reports::CellStatus::not_applicable && !cell.reason.empty(); };
  return std::any_of(run.cells.begin(), run.cells.end(), failed) ? 1 : 0;
}

/// A real server answers GETs and nothing else: cells that need more are left out, and refused where they were asked for.
void keep_what_a_real_server_answers(std::vector<CellDescription>& cells, const RunFlags& flags) {
  if (flags.real_server.empty()) return;
  const std::string workload = cells.empty() ? "" : cells.front().workload;
  std::erase_if(cells, [](const CellDescription& cell) { return !cell.needs.http; });
  if (cells.empty()) throw reports::InputError(fmt::format("--target: the workload '{}' needs answers that only the built-in target gives", workload));
}

int run_command(const RunFlags& flags) {
  if (!flags.output.empty()) require_writable(flags.output);
  if (!flags.real_server.empty()) require_reachable(flags.real_server);
  const Catalogue catalogue = read_catalogue(flags.workers.empty() ? program_folder() : flags.workers, flags.extra_case);
  for (const std::string& problem : catalogue.problems) fmt::print(stderr, "unblock bench: {}\n", problem);
  std::vector<CellDescription> cells = choose(catalogue, flags);
  keep_case(cells, flags.extra_case);
  keep_what_a_real_server_answers(cells, flags);
  if (cells.empty()) throw reports::InputError(fmt::format("no runtime has the case '{}'", flags.extra_case));
  if (flags.watch) require_watchable(cells);
  ProgressLine line(ProgressLine::fitting(flags.quiet));
  const SuiteOptions options = suite_options(flags, std::move(cells));
  const reports::Run run = run_suite(options, [&](const Progress& progress) { line.show(progress); });
  line.clear();
  std::string problem;  // of storing: the table is shown all the same, and only after it, because nobody may be reading any more
  try {
    if (!flags.output.empty()) store(run, flags.output);
  } catch (const reports::InputError& error) {
    problem = error.what();
  }
  const std::string table = result_table(run, ::isatty(STDOUT_FILENO) != 0, terminal_columns());
  std::fwrite(table.data(), 1, table.size(), stdout);
  std::fflush(stdout);
  if (!problem.empty()) throw reports::InputError(problem);
  if (!flags.output.empty() && !flags.quiet) fmt::print(stderr, "wrote {}\n", flags.output);
  if (flags.watch && !run.interrupted) fmt::print("{}", watched(options.cells));
  return exit_code_of(run);
}

}  // namespace

void add_run_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("run", "Measures cells, prints a table, stores the results");
  auto flags = std::make_shared<RunFlags>();
  command->add_option("--runtime", flags->runtimes, "Only these runtimes, separated by commas")->delimiter(',');
  command->add_option("--workload", flags->workloads, "Only these workloads, separated by commas")->delimiter(',');
  command->add_option("--suite", flags->suite, "quick (the default) or full")->check(CLI::IsMember({"quick", "full"}));
  command->add_option("--filter", flags->filter, "Only cells whose name matches this regular expression");
  command->add_option("--case", flags->extra_case, "Arguments of your own, such as echo/connections:8/bytes:512");
  command->add_option("--placement", flags->placements, "two-cores, one-core, or both (the default), separated by commas")->delimiter(',')->check(CLI::IsMember({"two-cores", "one-core"}));
  command->add_option("--target", flags->real_server, "A real server for the HTTP workloads: http://HOST:PORT/PATH");
  command->add_option("--rounds", flags->rounds, "Exactly this many rounds")->check(CLI::Range(1, 1000));
  command->add_option("--time-budget", flags->budget, "Stop after this time, such as 60s or 5m (quick 165s, full 23m)");
  command->add_option("--min-time", flags->min_time_s, "Seconds that a worker measures in a round")->check(CLI::Range(0.001, 60.0));
  command->add_option("--deadline", flags->deadline_s, "Seconds after which a worker counts as hung (quick 20, full 60)")->check(CLI::Range(0.1, 3600.0));
  command->add_option("--seed", flags->seed, "Seed of the order of cells; printed at the end");
  command->add_option("--keep-awake", flags->keep_awake, "Spinners that keep virtual CPUs awake: auto, on, off")->check(CLI::IsMember({"auto", "on", "off"}));
  command->add_option("--canary", flags->canary_s, "Seconds of the canary around each block of 15 s; 0 for none")->check(CLI::Range(0.0, 10.0));
  command->add_option("--workers", flags->workers, "Folder of the unblock-worker-* programs (default: beside this one)")->check(CLI::ExistingDirectory);
  command->add_flag("--no-counts", flags->no_counts, "Do not count system calls and allocations");
  command->add_flag("--watch", flags->watch, "Afterwards, run what needs no target once more under unblock watch: where its loop stood still");
  command->add_flag("--quiet,-q", flags->quiet, "No progress");
  command->add_option("-o,--output", flags->output, "Where the results go, as JSON");
  command->callback([flags, &exit_code] { exit_code = run_command(*flags); });
}

}  // namespace unblock::bench
