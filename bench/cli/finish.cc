#include "bench/cli/finish.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "bench/cli/console.h"
#include "bench/process/signals.h"
#include "reports/csv/writer.h"
#include "reports/keep.h"
#include "reports/markdown/writer.h"
#include "reports/model/error.h"
#include "reports/results/writer.h"

namespace unblock::bench {
namespace {

using reports::InputError;

/// Finds out before an hour of measuring whether the result can be stored: a file beside it is made and removed.
void require_writable(const std::string& path) {
  if (path.empty()) throw InputError("-o: the name of a file is expected, and it is empty");
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == path.npos ? "." : slash == 0 ? "/"
                                                                   : path.substr(0, slash);
  const auto refuse = [&](const std::string& why) { throw InputError(fmt::format("cannot write '{}': {}", path, why)); };
  if (std::filesystem::is_directory(path)) refuse("it is a folder");
  if (::access(folder.c_str(), F_OK) != 0) refuse(fmt::format("the folder '{}' does not exist", folder));
  std::string probe = folder + "/unblock-XXXXXX";
  const int nameless = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  const int file = nameless >= 0 ? nameless : ::mkstemp(probe.data());  // not every file system can do without a name
  if (file < 0) refuse(fmt::format("the folder '{}' is not writable ({})", folder, std::strerror(errno)));
  ::close(file);
  if (nameless < 0) ::unlink(probe.c_str());
}

/// Empty, or why the results are not where they were to be.
std::string store(const reports::Run& run, const std::string& path, Journal& journal) try {
  if (path.empty()) return {};
  reports::write_or_keep(path, reports::results::write(run), "results");
  return journal.remove();
} catch (const InputError& error) {
  return error.what();
}

bool failed(const reports::Cell& cell) { return cell.status != reports::CellStatus::not_applicable && !cell.reason.empty(); }

int exit_code_of(const reports::Run& run, bool beyond_limits) {
  if (const int signal = interrupting_signal(); signal != 0) return 128 + signal;
  if (std::all_of(run.cells.begin(), run.cells.end(), [](const auto& cell) { return cell.rounds.empty(); })) return 2;
  return beyond_limits || std::any_of(run.cells.begin(), run.cells.end(), failed) ? 1 : 0;
}

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

void add_ending_options(CLI::App& command, RunFlags& flags) {
  command.add_option("--format", flags.format, "What to print (default table)")->check(CLI::IsMember({"table", "json", "csv", "markdown"}));
  command.add_option("--fail-if", flags.limits, "Exit with code 1 beyond a limit, such as 'keepalive.p99 > 20ms'; repeatable")->option_text("LIMIT")->allow_extra_args(false);
  command.add_flag("--quiet,-q", flags.quiet, "Do not show progress");
  command.add_option("-o,--output", flags.output, "Write the results to FILE as JSON ('-' prints them); during the run, rounds are kept in FILE.partial")->option_text("FILE");
}

Ending ending_for(const RunFlags& flags, bool stores) {
  Ending ending{.output = flags.output, .format = flags.format.empty() ? "table" : flags.format, .quiet = flags.quiet};
  if (ending.output == "-") {
    ending.output.clear();
    if (flags.format.empty()) ending.format = "json";
  } else if (stores) {
    require_writable(ending.output);
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
  if (const std::string problem = store(run, ending.output, journal); !problem.empty()) problems.push_back(problem);
  print((ending.format == "table" ? answer : "") + shown(run, ending.format));
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
  if (!ending.output.empty() && !ending.quiet) fmt::print(stderr, "wrote {}\n", ending.output);
  return exit_code_of(run, beyond);
}

}  // namespace unblock::bench
