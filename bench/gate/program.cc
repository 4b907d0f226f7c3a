// Talks to Google Benchmark through its flags and its JSON file only, so that what a program prints does not matter.
#include "bench/gate/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bench/process/process.h"
#include "bench/run/catalogue.h"
#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/results/reader.h"
#include "reports/text/clean.h"
#include "statistics/median.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

namespace fs = std::filesystem;
using reports::InputError;

std::string in_search_path(const std::string& name) {
  const char* folders = std::getenv("PATH");
  std::istringstream path(folders ? folders : "");
  for (std::string folder; std::getline(path, folder, ':');) {
    const std::string candidate = folder + "/" + name;
    if (!folder.empty() && ::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return {};
}

/// As both std::regex and POSIX understand it: a closing bracket or brace without its opening one is a letter like any other,
/// and a backslash before one is an error to some.
std::string escaped(const std::string& name) {
  std::string pattern;
  for (const char c : name) {
    if (std::string_view(".^$|()[{*+?\\").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

std::string reason(const Outcome& outcome) {
  const std::string words = reports::text::clean(outcome.last_words());
  return words.empty() ? outcome.describe() : fmt::format("{}: {}", outcome.describe(), words);
}

/// The program's own arguments come first: it may look at argv[1] before it hands the rest to Google Benchmark.
std::vector<std::string> with_own_arguments(const Program& program, std::initializer_list<std::string> flags) {
  std::vector<std::string> arguments = {program.path};
  arguments.insert(arguments.end(), program.arguments.begin(), program.arguments.end());
  arguments.insert(arguments.end(), flags);
  return arguments;
}

std::vector<std::string> arguments_for(const Program& program, const std::string& benchmark, const RunSettings& settings,
                                       const std::string& file) {
  std::vector<std::string> arguments = with_own_arguments(
      program, {fmt::format("--benchmark_filter=^{}$", escaped(benchmark)), fmt::format("--benchmark_min_time={}", settings.min_time_s),
                "--benchmark_out=" + file, "--benchmark_out_format=json"});
  if (settings.counting == Counting::system_calls) {
    arguments.push_back(fmt::format("--unblock_count_syscalls={}", settings.syscall_tracepoint));
  }
  return arguments;
}

double median_of(const std::vector<reports::Round>& rounds, double reports::Round::* field) {
  std::vector<double> values;
  for (const reports::Round& round : rounds) values.push_back(round.*field);
  return median(std::move(values));
}

/// Medians over the repetitions, or the aggregates where the program writes nothing else.
void take_values(const reports::Cell& cell, Sample& sample) {
  if (cell.rounds.empty()) {
    for (const auto& [name, interval] : cell.metrics) sample.values[name] = interval.estimate;
    sample.values["real_time"] = sample.values["time_ns_per_op"];
    sample.values["cpu_time"] = sample.values["cpu_ns_per_op"];
  } else {
    std::map<std::string, std::vector<double>> counters;
    for (const reports::Round& round : cell.rounds) {
      for (const auto& [name, value] : round.metrics) counters[name].push_back(value);
    }
    for (auto& [name, values] : counters) sample.values[name] = median(std::move(values));
    sample.values["real_time"] = median_of(cell.rounds, &reports::Round::real_time_ns);
    sample.values["cpu_time"] = median_of(cell.rounds, &reports::Round::cpu_time_ns);
    sample.one_iteration = cell.rounds.front().iterations == 1;
  }
  std::erase_if(sample.values, [](const auto& value) { return !std::isfinite(value.second); });
  if (!sample.values.contains("real_time")) sample.problem = "reports a time that is no number";
  else if (sample.values["real_time"] <= 0) sample.problem = fmt::format("reports a time of {} ns", sample.values["real_time"]);
}

void read_answer(const std::string& file, const std::string& benchmark, Sample& sample) try {
  const reports::Run run = reports::results::read(reports::read_file(file, 64u << 20), "its JSON");
  if (run.cells.empty()) {
    sample.ran_nothing = true;
    sample.problem = kNoResults;
    return;
  }
  // A filter may match more than the one that is meant.
  const auto meant = std::find_if(run.cells.begin(), run.cells.end(), [&](const reports::Cell& cell) { return cell.name == benchmark; });
  const reports::Cell& cell = meant == run.cells.end() ? run.cells.front() : *meant;
  if (cell.status == reports::CellStatus::measured) return take_values(cell, sample);
  sample.skipped = true;
  sample.problem = cell.reason.empty() ? "reports an error without a message" : fmt::format("reports: {}", cell.reason);
} catch (const InputError& error) {
  sample.problem = fmt::format("wrote no results that can be read ({})", error.what());
}

/// What the program prints when it lists: with a filter that chooses nothing, that is its own banner alone.
Outcome listing_of(const Program& program, const std::string& filter) {
  Command command;
  command.arguments = with_own_arguments(program, {"--benchmark_list_tests=true"});
  if (!filter.empty()) command.arguments.push_back("--benchmark_filter=" + filter);
  command.keep_stdout = true;
  command.deadline = std::chrono::seconds(20);
  return run(command);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

/// How many of the first lines are the program's own words.
std::size_t banner_of(const Program& program, const std::vector<std::string>& listed) {
  const std::vector<std::string> banner = lines_of(listing_of(program, "^$").output);
  const std::size_t most = std::min(banner.size(), listed.size());
  std::size_t same = 0;
  while (same < most && banner[same] == listed[same]) ++same;
  return same == listed.size() ? 0 : same;  // it lists whatever the filter says
}

}  // namespace

Program find_program(const std::string& given, const std::string& role) {
  std::error_code error;
  std::string path = given;
  if (given.find('/') == given.npos && !fs::exists(given, error)) path = in_search_path(given);
  if (path.empty() || !fs::exists(path, error)) throw InputError(fmt::format("the {} '{}' does not exist", role, given));
  if (fs::is_directory(path, error)) throw InputError(fmt::format("the {} '{}' is a folder: a program is expected", role, given));
  if (::access(path.c_str(), X_OK) != 0) throw InputError(fmt::format("the {} '{}' may not be executed: chmod +x may help", role, given));
  return {fs::absolute(path).lexically_normal().string(), {}};
}

Listing list_benchmarks(const Program& program, const std::string& role) {
  const auto refuse = [&](const std::string& why) {
    throw InputError(fmt::format("the {} '{}' is no Google Benchmark executable: {}", role, program.path, why));
  };
  const Outcome outcome = listing_of(program, "");
  if (!outcome.ok()) refuse("with --benchmark_list_tests=true it " + reason(outcome));
  if (outcome.output_cut) refuse("it lists 16 MiB of benchmarks or more");
  Listing listing;
  listing.benchmarks = lines_of(outcome.output);
  for (const std::string& line : listing.benchmarks) {
    if (line.find("--benchmark_list_tests") != line.npos) refuse("it does not know --benchmark_list_tests");
  }
  const auto banner = static_cast<std::ptrdiff_t>(banner_of(program, listing.benchmarks));
  listing.benchmarks.erase(listing.benchmarks.begin(), listing.benchmarks.begin() + banner);
  if (listing.benchmarks.empty()) refuse("it lists no benchmarks");
  listing.is_worker = fs::path(program.path).filename().string().starts_with("unblock-worker-");
  return listing;
}

Sample run_once(const Program& program, const std::string& benchmark, const RunSettings& settings) {
  const std::string file = settings.folder + "/sample.json";
  std::error_code ignored;
  fs::remove(file, ignored);
  Command command;
  command.arguments = arguments_for(program, benchmark, settings, file);
  command.environment["UNBLOCK_GATE_PADDING"] = std::string(settings.padding, 'x');
  if (settings.counting == Counting::allocations) command.environment["LD_PRELOAD"] = program_folder() + "/../lib/unblock/libunblock-alloc.so";
  command.cpus = settings.cpus;
  command.deadline = std::chrono::milliseconds(static_cast<long long>(settings.deadline_s * 1000));
  const Outcome outcome = run(command);
  Sample sample;
  sample.wall_s = outcome.wall_s;
  sample.interrupted = outcome.end == Outcome::End::interrupted;
  if (outcome.ok() && !fs::exists(file, ignored)) sample.problem = kNoResults;
  else if (outcome.ok() || (outcome.end == Outcome::End::exited && fs::exists(file, ignored))) read_answer(file, benchmark, sample);
  if (!outcome.ok() && !sample.skipped) {
    sample.problem = reason(outcome);
    sample.ran_nothing = false;
  }
  return sample;
}

}  // namespace unblock::bench::gate
