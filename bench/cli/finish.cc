#include "bench/cli/finish.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "bench/cli/console.h"
#include "bench/process/signals.h"
#include "reports/csv/writer.h"
#include "reports/keep.h"
#include "reports/manual/named.h"
#include "reports/markdown/writer.h"
#include "reports/model/error.h"
#include "reports/output.h"
#include "reports/results/writer.h"

namespace unblock::bench {
namespace {

using reports::InputError;

bool failed(const reports::Cell& cell) { return cell.status != reports::CellStatus::not_applicable && !cell.reason.empty(); }

bool measured_anything(const reports::Run& run) {
  return std::any_of(run.cells.begin(), run.cells.end(), [](const auto& cell) { return !cell.rounds.empty(); });
}

int exit_code_of(const reports::Run& run, bool beyond_limits) {
  if (const int signal = interrupting_signal(); signal != 0) return 128 + signal;
  if (!measured_anything(run)) return 2;
  return beyond_limits || std::any_of(run.cells.begin(), run.cells.end(), failed) ? 1 : 0;
}

/// A run that a signal ended at once, or of which nothing came off, is worth less than any that is there.
bool would_only_lose(const reports::Run& run, const std::string& path) {
  std::error_code none;
  return !measured_anything(run) && std::filesystem::is_regular_file(path, none) && std::filesystem::file_size(path, none) > 0;
}

/// Empty, or why the results are not where they were to be.
std::string store(const reports::Run& run, const std::string& path, Journal& journal) try {
  reports::write_or_keep(path, reports::results::write(run), "results");
  return journal.remove();
} catch (const InputError& error) {
  return error.what();
}

/// Empty, or why it is not printed. Results that are stored nowhere are kept then: they took longer than the printing.
std::string print(const std::string& text, const reports::Run& run, bool stored) {
  const bool printed = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (std::fflush(stdout) == 0 && printed) return {};
  const std::string why = fmt::format("cannot write to standard output: {}", std::strerror(errno));
  if (stored || !measured_anything(run)) return why;
  const std::string instead = reports::keep(reports::results::write(run), "results");
  return instead.empty() ? why : fmt::format("{}; the results are in '{}' instead", why, instead);
}

}  // namespace

void add_ending_options(CLI::App& command, RunFlags& flags) {
  command.add_option("--format", flags.format, "What to print (default table)")->check(CLI::IsMember({"table", "json", "csv", "markdown"}));
  command.add_option("--fail-if", flags.limits, "Exit with code 1 beyond a limit, such as 'keepalive.p99 > 20ms'; repeatable")->option_text("LIMIT")->allow_extra_args(false);
  command.add_flag("--quiet,-q", flags.quiet, "Do not show progress");
  command.add_option("-o,--output", flags.output, "Write the results to FILE as JSON ('-' prints them); during the run, rounds are kept in FILE.partial")->option_text("FILE")->check(reports::manual::named());
}

Ending ending_for(const RunFlags& flags) {
  Ending ending{.output = flags.output, .format = flags.format.empty() ? "table" : flags.format, .quiet = flags.quiet};
  if (reports::is_standard_output(ending.output)) {
    ending.output.clear();
    if (flags.format.empty()) ending.format = "json";
  } else if (!ending.output.empty()) {
    reports::require_output(ending.output, std::vector{flags.token_file});
  }
  for (const std::string& limit : flags.limits) ending.limits.push_back(reports::metrics::parse_threshold(limit));
  return ending;
}

std::string shown(const reports::Run& run, const std::string& format) {
  if (format == "json") return reports::results::write(run);
  reports::Report report{.runs = {run}, .findings = {}};
  if (format == "csv") return reports::csv::write(report);
  if (format == "markdown") return reports::markdown::write(report);
  return result_table(run, wants_colour(), terminal_columns());
}

int finish(const reports::Run& run, const Ending& ending, Journal& journal, const std::string& answer) {
  std::vector<std::string> problems;
  const bool stores = !ending.output.empty(), stays = would_only_lose(run, ending.output);
  const std::string unstored = !stores ? "" : stays ? journal.remove()
                                                    : store(run, ending.output, journal);
  if (!unstored.empty()) problems.push_back(unstored);
  const std::string text = (ending.format == "table" ? answer : "") + shown(run, ending.format);
  if (const std::string problem = print(text, run, stores); !problem.empty()) problems.push_back(problem);
  bool beyond = false;
  for (const reports::metrics::Threshold& limit : ending.limits) {
    try {
      for (const std::string& sentence : reports::metrics::beyond(limit, run)) {
        fmt::print(stderr, "{}\n", sentence);
        beyond = true;
      }
    } catch (const InputError& error) {
      problems.emplace_back(error.what());
    }
  }
  if (!problems.empty()) throw InputError(fmt::format("{}", fmt::join(problems, "; ")));
  if (stays) fmt::print(stderr, "nothing was measured: '{}' stays as it was\n", ending.output);
  else if (stores && !ending.quiet) fmt::print(stderr, "wrote {}\n", ending.output);
  return exit_code_of(run, beyond);
}

}  // namespace unblock::bench
