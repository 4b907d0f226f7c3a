// unblock bench history [add]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>

#include "bench/gate/commands.h"
#include "bench/gate/history/commit.h"
#include "bench/gate/history/show.h"
#include "bench/gate/quantities.h"
#include "reports/file.h"
#include "reports/manual/named.h"
#include "reports/model/error.h"
#include "reports/output.h"
#include "reports/program.h"
#include "reports/results/reader.h"

namespace unblock::bench {
namespace {

using namespace gate;

struct HistoryFlags {
  std::string folder = "bench-history", since, filter, format = "text", output = "/dev/stdout", change = "2%";
  std::vector<std::string> counters;
};

struct AddFlags {
  std::vector<std::string> files;
  std::string folder = "bench-history", commit, date;
};

std::string now() {
  const std::time_t seconds = std::time(nullptr);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&seconds));
  return text;
}

int add(const AddFlags& flags) {
  for (const std::string& file : flags.files) {
    const reports::Run run = reports::results::read(reports::read_file(file), file);
    const std::string date = !flags.date.empty() ? flags.date : run.date.empty() ? now()
                                                                                 : run.date;
    const std::string name = add_to_history(flags.folder, run, flags.commit.empty() ? commit_of(run) : flags.commit, date);
    fmt::print("{}/{}\n", flags.folder, name);
  }
  return 0;
}

std::vector<std::string> entries_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) names.push_back(entry.path().string());
  return names;
}

int show(const HistoryFlags& flags) {
  HistoryOptions options;
  for (const std::string& counter : flags.counters) options.rules.add(counter, "--counter");
  options.filter = flags.filter;
  options.since = flags.since;
  options.least_change = share_of(flags.change, "--change");
  reports::require_output(flags.output, entries_in(flags.folder));
  const History history = read_history(flags.folder, flags.since);
  for (const std::string& sentence : history.broken) reports::complain("unblock bench: left out", sentence);
  const std::vector<HistoryChange> changes = changes_in(history, options);
  reports::write_file(flags.output, flags.format == "json" ? history_json(history, changes) : history_text(history, changes, options));
  return 0;
}

}  // namespace

void add_history_command(CLI::App& app, int& exit_code) {
  auto flags = std::make_shared<HistoryFlags>();
  CLI::App* command = app.add_subcommand("history", "Tell when a benchmark became slower or faster, from a folder of stored results");
  command->add_option("--dir", flags->folder, "Folder of the history")->option_text("DIR")->check(reports::manual::named())->capture_default_str();
  command->add_option("--since", flags->since, "Only results from this date on, such as 2026-03-01")->option_text("DATE");
  command->add_option("--filter", flags->filter, "Only benchmarks whose name matches REGEX")->option_text("REGEX");
  command->add_option("--change", flags->change, "The smallest change that is reported")->option_text("SHARE")->capture_default_str();
  command->add_option("--counter", flags->counters, "Follow this counter too, such as items_per_second=higher-is-better; repeatable")->option_text("NAME=KIND")->allow_extra_args(false);
  command->add_option("--format", flags->format, "What to print")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command->add_option("-o,--output", flags->output, "Write the answer to FILE instead of the terminal ('-')")->option_text("FILE")->check(reports::manual::named());
  auto adding = std::make_shared<AddFlags>();
  CLI::App* add_command = command->add_subcommand("add", "Add results to the folder; existing entries are never changed");
  add_command->add_option("RESULTS", adding->files, "Results of 'unblock bench run' or of any Google Benchmark program")->option_text("FILE")->required();
  add_command->add_option("--dir", adding->folder, "Folder of the history")->option_text("DIR")->check(reports::manual::named())->capture_default_str();
  add_command->add_option("--commit", adding->commit, "The commit that was measured (default: from the file or the CI service)")->option_text("COMMIT");
  add_command->add_option("--date", adding->date, "Date of the commit, ISO 8601 (default: of the measurement)")->option_text("DATE");
  add_command->callback([adding, &exit_code] { exit_code = add(*adding); });
  command->callback([command, flags, &exit_code] {
    if (command->get_subcommands().empty()) exit_code = show(*flags);
  });
}

}  // namespace unblock::bench
