// unblock bench gate
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>

#include "bench/gate/commands.h"
#include "bench/gate/filter.h"
#include "bench/gate/formats/formats.h"
#include "bench/gate/quantities.h"
#include "bench/gate/session.h"
#include "bench/machine/machine.h"
#include "reports/compare/outcome.h"
#include "reports/compare/phrases.h"
#include "reports/compare/stored.h"
#include "reports/file.h"
#include "reports/keep.h"
#include "reports/manual/named.h"
#include "reports/model/cell.h"
#include "reports/model/error.h"
#include "reports/output.h"
#include "reports/results/reader.h"
#include "reports/text/clean.h"

namespace unblock::bench {
namespace {

using namespace gate;
using reports::Comparison;
using reports::Undecided;
using statistics::Promise;
using reports::InputError;

struct GateFlags {
  std::vector<std::string> files, counters, also, program_arguments;
  std::string baseline, candidate, filter, format = "text", output = "/dev/stdout", config;
  std::string margin = "5%", false_alarms = "1%", misses = "1%", budget = "5m", self_share = "20%", keep_awake = "auto";
  std::optional<double> min_time_s;
  double deadline_s = 60;
  std::vector<int> cpus;
  std::uint64_t seed = 0;
  int undecided = 3;
  bool quiet = false, no_counts = false, across_machines = false;
};

/// A file to write and its format; known to be writable before anything is measured.
struct Output {
  std::string format, path;
};

std::vector<Output> outputs_of(const GateFlags& flags) {
  std::vector<Output> outputs = {{flags.format, flags.output}};
  for (const std::string& pair : flags.also) {
    const std::size_t equals = pair.find('=');
    if (equals == pair.npos) throw InputError(fmt::format("--also '{}': FORMAT=FILE is expected, for example junit=gate.xml", pair));
    outputs.push_back({pair.substr(0, equals), pair.substr(equals + 1)});
  }
  std::vector<std::string> inputs = flags.files;
  for (const std::string* program : {&flags.baseline, &flags.candidate, &flags.config}) {
    if (!program->empty()) inputs.push_back(*program);
  }
  std::vector<std::string> paths;
  for (const Output& output : outputs) {
    write(Comparison{}, Undecided::stays, output.format);  // names a wrong format before anything is measured
    paths.push_back(output.path);
  }
  reports::require_outputs(paths, inputs);
  return outputs;
}

Promise promise_of(const GateFlags& flags) {
  const Promise promise{share_of(flags.margin, "--margin"), share_of(flags.false_alarms, "--false-alarms"), share_of(flags.misses, "--misses")};
  if (promise.false_alarms >= 0.5 || promise.misses >= 0.5) throw InputError("--false-alarms and --misses must lie below 50%");
  return promise;
}

Rules rules_of(const GateFlags& flags) {
  Rules rules;
  for (const std::string& counter : flags.counters) rules.add(counter, "--counter");
  if (!flags.config.empty()) {
    rules.read(flags.config);
  } else if (std::filesystem::exists(".unblock.yaml")) {
    rules.read(".unblock.yaml");
  }
  return rules;
}

class ProgressText {
 public:
  explicit ProgressText(bool quiet) : quiet_(quiet), redraws_(!std::getenv("CI") && ::isatty(STDERR_FILENO)) {}
  ~ProgressText() { clear(); }
  void clear() {
    if (drawn_) fmt::print(stderr, "\r\033[K");
    drawn_ = false;
  }
  void show(const SessionProgress& now) {
    if (quiet_) return;
    if (!now.says.empty() && !said_) {
      clear();
      fmt::print(stderr, "{}\n", now.says);
      said_ = true;
    }
    if (redraws_) {
      fmt::print(stderr, "\r\033[K{}/{} decided · {} blocks · {:.0f}/{:.0f} s · {:.40}", now.decided, now.benchmarks, now.blocks, now.elapsed_s, now.budget_s,
                 reports::text::clean(now.benchmark));
      std::fflush(stderr);
      drawn_ = true;
    } else if (now.elapsed_s >= next_line_s_) {
      fmt::print(stderr, "{:.0f} of {:.0f} s: {} of {} benchmarks decided\n", now.elapsed_s, now.budget_s, now.decided, now.benchmarks);
      next_line_s_ = now.elapsed_s + 10;
    }
  }

 private:
  bool quiet_, redraws_, drawn_ = false, said_ = false;
  double next_line_s_ = 0;
};

void require_usable(const std::vector<int>& cpus) {
  const std::vector<int> usable = usable_cpus();
  for (const int cpu : cpus) {
    if (std::find(usable.begin(), usable.end(), cpu) != usable.end()) continue;
    throw InputError(fmt::format("--cpus {}: the gate may run on {} here", fmt::join(cpus, ","), fmt::join(usable, ",")));
  }
}

/// A program given as if it were a file of results.
void refuse_program(const std::string& path, const std::string& text) {
  if (!text.starts_with("\x7f"
                        "E") &&
      !text.starts_with("#!")) return;
  throw InputError(fmt::format("'{}' is a program: two programs are compared with --baseline PROGRAM --candidate PROGRAM", path));
}

SessionOptions session_options(const GateFlags& flags) {
  SessionOptions options;
  options.baseline = find_program(flags.baseline, "baseline");
  options.candidate = find_program(flags.candidate, "candidate");
  options.baseline.arguments = options.candidate.arguments = flags.program_arguments;
  options.baseline_name = flags.baseline;
  options.candidate_name = flags.candidate;
  options.filter = flags.filter;
  options.rules = rules_of(flags);
  options.promise = promise_of(flags);
  options.budget_s = seconds_of(flags.budget, "--time-budget");
  options.self_share = share_of(flags.self_share, "--self-share");
  if (options.self_share > 0.9) throw InputError("--self-share must lie below 90%");
  options.min_time_s = flags.min_time_s;
  options.deadline_s = flags.deadline_s;
  require_usable(flags.cpus);
  options.cpus = flags.cpus;
  options.seed = flags.seed != 0 ? flags.seed : std::random_device()();
  options.counts = !flags.no_counts;
  options.keep_awake = flags.keep_awake == "on" || (flags.keep_awake == "auto" && virtual_machine());
  return options;
}

/// Only the benchmarks that the filter chooses.
reports::Run load(const std::string& path, const std::string& filter) {
  const std::string text = reports::read_file(path);
  refuse_program(path, text);
  reports::Run run = reports::results::read(text, path);
  std::vector<std::string> names;
  for (const reports::Cell& cell : run.cells) names.push_back(reports::full_name(cell));
  const std::vector<std::string> wanted = chosen(names, filter);
  std::erase_if(run.cells, [&](const reports::Cell& cell) { return std::find(wanted.begin(), wanted.end(), reports::full_name(cell)) == wanted.end(); });
  return run;
}

Comparison run_stored(const GateFlags& flags) {
  const reports::compare::StoredOptions options{rules_of(flags).given(), promise_of(flags), flags.across_machines};
  const reports::Run baseline = load(flags.files[0], flags.filter), candidate = load(flags.files[1], flags.filter);
  Comparison comparison = reports::compare::compare_stored(baseline, candidate, options);
  if (comparison.benchmarks.empty()) throw InputError(fmt::format("'{}' and '{}' have no benchmark in common", flags.files[0], flags.files[1]));
  return comparison;
}

Comparison run_programs(const GateFlags& flags) {
  const SessionOptions options = session_options(flags);
  ProgressText progress(flags.quiet);
  return run_session(options, [&](const SessionProgress& now) { progress.show(now); });
}

/// Every output that can be written is; the others are kept elsewhere. One clause for each of these.
std::vector<std::string> put_out(const Comparison& result, Undecided undecided, const std::vector<Output>& outputs) {
  std::vector<std::string> unwritten;
  for (const Output& output : outputs) {
    try {
      reports::write_or_keep(output.path, write(result, undecided, output.format), "verdicts");
    } catch (const InputError& error) {
      unwritten.emplace_back(error.what());
    }
  }
  return unwritten;
}

int gate_command(const GateFlags& flags) {
  const bool programs = !flags.baseline.empty() || !flags.candidate.empty();
  if (programs != flags.files.empty() || (programs && (flags.baseline.empty() || flags.candidate.empty())) || (!programs && flags.files.size() != 2)) {
    throw InputError("give two stored results (BASE.json NEW.json), or two programs (--baseline PROGRAM --candidate PROGRAM)");
  }
  const auto undecided = static_cast<Undecided>(flags.undecided);
  const std::vector<Output> outputs = outputs_of(flags);
  const Comparison result = programs ? run_programs(flags) : run_stored(flags);
  const std::vector<std::string> unwritten = put_out(result, undecided, outputs);
  if (!reports::is_standard_output(flags.output) || !unwritten.empty()) fmt::print("{}\n", reports::text::clean(reports::compare::headline(result, undecided)));
  if (!unwritten.empty()) throw InputError(fmt::format("{}", fmt::join(unwritten, "; ")));
  return reports::compare::exit_code(result, undecided);
}

void add_measuring_options(CLI::App& command, GateFlags& flags) {
  command.add_option("--time-budget", flags.budget, "Stop after this time, decided or not")->option_text("TIME")->capture_default_str();
  command.add_option("--self-share", flags.self_share, "Share of the time budget spent comparing the baseline with itself (A/A check)")->option_text("SHARE")->capture_default_str();
  command.add_option("--min-time", flags.min_time_s, "Measure for this long in one run (default 0.1, less if the budget must cover many benchmarks)")->option_text("SECONDS")->check(CLI::Range(0.001, 60.0));
  command.add_option("--deadline", flags.deadline_s, "Kill a run after this long")->option_text("SECONDS")->check(CLI::Range(0.1, 86400.0))->capture_default_str();
  command.add_option("--cpus", flags.cpus, "Run both programs on these CPUs, for example 0,1")->option_text("CPU,...")->delimiter(',')->allow_extra_args(false);
  command.add_option("--seed", flags.seed, "Random seed for the order of runs; 0 picks one")->option_text("N");
  command.add_option("--keep-awake", flags.keep_awake, "Keep virtual CPUs from sleeping, with busy loops at idle priority (auto: on virtual machines)")
      ->check(CLI::IsMember({"auto", "on", "off"}))
      ->capture_default_str();
  command.add_flag("--no-counts", flags.no_counts, "Do not count system calls and allocations of Unblock's workers");
  command.add_option("--program-arg", flags.program_arguments, "Extra argument passed to both programs; repeatable")->option_text("ARG")->allow_extra_args(false);
}

}  // namespace

void add_gate_command(CLI::App& app, int& exit_code) {
  auto flags = std::make_shared<GateFlags>();
  CLI::App* command = app.add_subcommand("gate", "Tell whether a program became slower; exit code 0: no, 1: yes, 2: could not be done, 3: undecided, 4: undecided but something looks slower");
  command->add_option("RESULTS", flags->files, "Two stored results, the older first; this proves less than comparing two programs")->option_text("FILE")->expected(0, 2);
  command->add_option("--baseline", flags->baseline, "The older program, any Google Benchmark executable")->option_text("PROGRAM")->check(reports::manual::named());
  command->add_option("--candidate", flags->candidate, "The newer program")->option_text("PROGRAM")->check(reports::manual::named());
  command->add_option("--filter", flags->filter, "Only benchmarks whose name matches REGEX; with a leading '-', all others")->option_text("REGEX");
  command->add_option("--margin", flags->margin, "The smallest slowdown that must be reported")->option_text("SHARE")->capture_default_str();
  command->add_option("--false-alarms", flags->false_alarms, "Maximum false-alarm rate: how often the gate may report a slowdown if no benchmark is slower by more than 40 % of the margin")->option_text("SHARE")->capture_default_str();
  command->add_option("--misses", flags->misses, "Maximum miss rate: share of real slowdowns (of the margin or more) that may go unreported")->option_text("SHARE")->capture_default_str();
  command->add_option("--undecided", flags->undecided, "Exit code if a benchmark stays undecided")->check(CLI::IsMember({0, 1, 3}))->capture_default_str();
  command->add_option("--counter", flags->counters,
                      "NAME=KIND: exact, count, lower-is-better, higher-is-better, informational; repeatable")
      ->allow_extra_args(false);
  command->add_option("--config", flags->config, "YAML file with gate.counters (default: .unblock.yaml in the current folder)")->option_text("FILE")->check(reports::manual::named());
  add_measuring_options(*command, *flags);
  command->add_flag("--across-machines", flags->across_machines, "Compare times of stored results even if they come from different machines");
  command->add_option("--format", flags->format, gate::format_names())->capture_default_str();
  command->add_option("-o,--output", flags->output, "Write the result to FILE instead of the terminal ('-')")->option_text("FILE")->check(reports::manual::named());
  command->add_option("--also", flags->also, "Write another file, such as junit=gate.xml; repeatable")->option_text("FORMAT=FILE")->allow_extra_args(false);
  command->add_flag("--quiet", flags->quiet, "Do not show progress");
  command->callback([flags, &exit_code] { exit_code = gate_command(*flags); });
}

}  // namespace unblock::bench
