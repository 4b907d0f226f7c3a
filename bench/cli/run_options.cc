#include "bench/cli/run_options.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>

#include "bench/machine/machine.h"
#include "bench/target/greeting.h"
#include "bench/target/real_server.h"
#include "reports/compare/environment.h"
#include "reports/file.h"
#include "reports/manual/named.h"
#include "reports/model/error.h"
#include "reports/results/partial.h"
#include "reports/results/reader.h"

namespace unblock::bench {
namespace {

/// "90", "90s", "5m" or "1h" in seconds.
double seconds_of(const std::string& text) {
  const std::size_t digits = text.find_first_not_of("0123456789.");
  const std::string unit = digits == text.npos ? "s" : text.substr(digits);
  const double scale = unit == "s" ? 1 : unit == "m" || unit == "min" ? 60
                                     : unit == "h"                    ? 3600
                                                                      : 0;
  const double value = digits == 0 ? 0 : std::atof(text.substr(0, digits).c_str());
  if (scale == 0 || value <= 0) throw reports::InputError(fmt::format("--time-budget {}: a time such as 60s or 5m is expected", text));
  return value * scale;
}

/// Names, sizes and times of the programs that measured: rounds of others must not be mixed with theirs.
std::string stamp_of(const std::vector<CellDescription>& cells) {
  std::set<std::string> workers;
  for (const CellDescription& cell : cells) workers.insert(cell.worker);
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a
  const auto add = [&](const std::string& text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  };
  for (const std::string& worker : workers) {
    struct stat status{};
    if (::stat(worker.c_str(), &status) != 0) continue;
    add(fmt::format("{} {} {}.{}\n", worker, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec));
  }
  return fmt::format("{:016x}", hash);
}

std::string word(const std::map<std::string, std::string>& settings, const char* name) {
  const auto found = settings.find(name);
  return found == settings.end() ? "" : found->second;
}

void require_this_machine(const reports::Run& earlier, const std::string& path) {
  for (const reports::compare::Difference& one : reports::compare::differences(earlier.environment, fingerprint())) {
    if (one.other_machine || one.key == "unblock_version") {
      throw reports::InputError(fmt::format("--resume: '{}' was measured where {} is '{}', and here it is '{}'", path, one.key, one.before, one.now));
    }
  }
}

/// What is left of the time of a run that was cut short; of one that ended, as much again.
double seconds_left(const reports::Run& earlier) {
  const double all = std::atof(word(earlier.settings, "time_budget_s").c_str());
  return earlier.interrupted ? std::max(1.0, all - earlier.duration_s) : all;
}

/// Why a cell cannot be run against a target on another host; empty: it can.
std::string out_of_reach(const CellDescription& cell) {
  if (cell.argument("wire") == "unix") return "a Unix socket ends at its host";
  const bool by_targets_clock = cell.workload == "stream" && cell.kind == reports::CellKind::guest;
  return by_targets_clock ? "this guest times a stream by the target's clock, which two hosts do not share" : "";
}

}  // namespace

void add_measuring_options(CLI::App& command, RunFlags& flags) {
  command.add_option("--placement", flags.placements, "Run worker and target on two cores or share one, comma-separated (default both; in a suite both for echo, two-cores for the rest)")->option_text("PLACEMENT,...")->delimiter(',')->check(CLI::IsMember({"two-cores", "one-core"}));
  command.add_option("--target", flags.target, "Measure against a server of yours (http://HOST:PORT/PATH, HTTP workloads only) or an 'unblock-target --listen' on another host (unblock://HOST:PORT)")->option_text("URL")->check(reports::manual::named());
  command.add_option("--token-file", flags.token_file, "Read the token of the target on another host from FILE (default: $UNBLOCK_TARGET_TOKEN)")->option_text("FILE");
  command.add_option("--clients", flags.clients, "Run N worker processes at once and add up their counts and histograms, for targets that one core cannot load")->option_text("N")->check(CLI::Range(1, 64));
  command.add_option("--rounds", flags.rounds, "Measure exactly N rounds")->option_text("N")->check(CLI::Range(1, 1000));
  command.add_option("--time-budget", flags.budget, "Stop after this time, such as 60s or 5m (quick 170s, full 38m)")->option_text("TIME");
  command.add_option("--min-time", flags.min_time_s, "Measure for this long in each round (quick 0.03, full 0.05)")->option_text("SECONDS")->check(CLI::Range(0.001, 60.0));
  command.add_option("--deadline", flags.deadline_s, "Kill a worker after this long and count it as hung (quick 20, full 60)")->option_text("SECONDS")->check(CLI::Range(0.1, 3600.0));
  command.add_option("--seed", flags.seed, "Random seed for the order of measurements; printed at the end")->option_text("N");
  command.add_option("--keep-awake", flags.keep_awake, "Keep virtual CPUs from sleeping, with busy loops at idle priority (auto: on virtual machines)")->check(CLI::IsMember({"auto", "on", "off"}));
  command.add_option("--canary", flags.canary_s, "Length of the machine-speed probe before and after every 5 s of measuring; 0 turns it off")->option_text("SECONDS")->check(CLI::Range(0.0, 10.0));
  command.add_flag("--no-counts", flags.no_counts, "Do not count system calls and allocations");
}

SuiteOptions suite_options(const RunFlags& flags, std::vector<CellDescription> cells) {
  const bool full = flags.is_full();
  SuiteOptions options;
  options.name = flags.selection.suite.empty() ? "quick" : flags.selection.suite;
  options.cells = std::move(cells);
  if (!flags.placements.empty()) options.placements = flags.placements;
  options.every_placement = flags.selection.is_particular() || !flags.placements.empty();
  options.seed = flags.seed != 0 ? flags.seed : std::random_device()();
  options.least_rounds = full ? 5 : 3;
  options.most_rounds = full ? 40 : 10;
  options.time_budget_s = flags.budget.empty() ? (full ? 2280 : 170) : seconds_of(flags.budget);
  if (flags.rounds != 0) {
    options.least_rounds = options.most_rounds = flags.rounds;
    if (flags.budget.empty()) options.time_budget_s = 24 * 3600;
    options.tight = 0;
  }
  constexpr double kTogetherS = 0.5;  // several clients start a little apart
  options.min_time_s = flags.min_time_s > 0 ? flags.min_time_s : flags.clients > 1 ? kTogetherS
                                                             : full                ? 0.05
                                                                                   : 0.03;
  options.deadline_s = flags.deadline_s > 0 ? flags.deadline_s : full ? 60
                                                                      : 20;
  options.canary_s = flags.canary_s;
  options.keep_awake = flags.keep_awake == "on" ? KeepAwake::on : flags.keep_awake == "off" ? KeepAwake::off
                                                                                            : KeepAwake::automatic;
  options.probes = !flags.no_counts;
  options.remote_target = names_a_target(flags.target);
  options.real_server = options.remote_target ? "" : flags.target;
  options.extra_case = flags.selection.extra_case;
  options.settings = settings_of(flags, options);
  return options;
}

std::map<std::string, std::string> settings_of(const RunFlags& flags, const SuiteOptions& options) {
  std::map<std::string, std::string> settings = {{"suite", options.name},
                                                 {"time_budget_s", fmt::format("{}", options.time_budget_s)},
                                                 {"min_time_s", fmt::format("{}", options.min_time_s)},
                                                 {"deadline_s", fmt::format("{}", options.deadline_s)},
                                                 {"canary_s", fmt::format("{}", options.canary_s)},
                                                 {"keep_awake", flags.keep_awake},
                                                 {"counts", flags.no_counts ? "no" : "yes"},
                                                 {"workers", stamp_of(options.cells)}};
  if (flags.rounds != 0) settings["rounds"] = std::to_string(flags.rounds);
  if (!flags.selection.extra_case.empty()) settings["case"] = flags.selection.extra_case;
  if (!flags.target.empty()) settings["target"] = flags.target;
  if (flags.clients != 1) settings["clients"] = std::to_string(flags.clients);
  if (!flags.selection.workers.empty()) settings["workers_folder"] = flags.selection.workers;
  if (!flags.sweep.empty()) settings["sweep"] = flags.sweep;
  return settings;
}

void take_up(RunFlags& flags, const reports::Run& earlier) {
  const std::map<std::string, std::string>& settings = earlier.settings;
  if (settings.empty()) throw reports::InputError(fmt::format("--resume: '{}' does not say how it was measured: it is no file of 'unblock bench run'", flags.resume));
  require_this_machine(earlier, flags.resume);
  flags.selection.suite = word(settings, "suite");
  flags.selection.extra_case = word(settings, "case");
  if (flags.selection.workers.empty()) flags.selection.workers = word(settings, "workers_folder");
  flags.target = word(settings, "target");
  const auto number = [&](const char* key, double least, double most) {
    const double value = std::atof(word(settings, key).c_str());
    if (value >= least && value <= most) return value;
    throw reports::InputError(fmt::format("--resume: '{}' says {} '{}', which no run can have", flags.resume, key, word(settings, key)));
  };
  if (!word(settings, "clients").empty()) flags.clients = static_cast<unsigned>(number("clients", 1, 64));
  flags.min_time_s = number("min_time_s", 0.001, 60);
  flags.deadline_s = number("deadline_s", 0.1, 3600);
  flags.canary_s = number("canary_s", 0, 10);
  flags.keep_awake = word(settings, "keep_awake");
  flags.no_counts = word(settings, "counts") == "no";
  flags.seed = earlier.seed;
  if (flags.rounds == 0 && settings.contains("rounds")) flags.rounds = static_cast<unsigned>(number("rounds", 1, 1000));
  if (flags.budget.empty()) flags.budget = fmt::format("{:.3f}", seconds_left(earlier));
  if (flags.output.empty()) {
    constexpr std::string_view kPartial = ".partial";
    flags.output = flags.resume.ends_with(kPartial) ? flags.resume.substr(0, flags.resume.size() - kPartial.size()) : flags.resume;
  }
}

void forgive(reports::Run& earlier) {
  for (reports::Cell& cell : earlier.cells) {
    if (cell.status == reports::CellStatus::not_applicable || cell.reason.starts_with("wrong work: ")) continue;
    cell.status = reports::CellStatus::measured;
    cell.reason.clear();
  }
}

void keep_what_clients_share(std::vector<CellDescription>& cells, const RunFlags& flags) {
  if (flags.clients == 1) return;
  std::erase_if(cells, [](const CellDescription& cell) { return !cell.needs.target; });
  if (cells.empty()) throw reports::InputError("--clients: none of these workloads asks a target; choose one that does, such as --workload echo");
  for (CellDescription& cell : cells) {
    cell = with_clients(std::move(cell), flags.clients);
    if (cell.not_applicable.empty() && cell.kind == reports::CellKind::guest) cell.not_applicable = "this guest does not say when it measured, so that several cannot be added";
  }
}

RemoteAddress remote_of(const RunFlags& flags) {
  if (!names_a_target(flags.target)) return {};
  parse_target(flags.target);
  return {flags.target, read_token(flags.token_file)};
}

void require_real_server(const RunFlags& flags) {
  if (!flags.target.empty() && !names_a_target(flags.target)) require_reachable(flags.target);
}

void keep_what_the_target_answers(std::vector<CellDescription>& cells, const RunFlags& flags) {
  if (flags.target.empty()) return;
  if (names_a_target(flags.target)) {
    for (CellDescription& cell : cells) {
      if (cell.not_applicable.empty() && cell.needs.target) cell.not_applicable = out_of_reach(cell);
    }
    return;
  }
  const std::string workload = cells.empty() ? "" : cells.front().workload;
  std::erase_if(cells, [](const CellDescription& cell) { return !cell.needs.http; });
  if (cells.empty()) throw reports::InputError(fmt::format("--target: the workload '{}' needs answers that only the built-in target gives", workload));
}

reports::Run read_earlier(const std::string& path) {
  const std::string text = reports::read_file(path);
  return reports::results::is_partial(text) ? reports::results::read_partial(text, path) : reports::results::read(text, path);
}

}  // namespace unblock::bench
