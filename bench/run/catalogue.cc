// Runs each worker with --unblock_describe and reads its answer, unless that is known.
#include "bench/run/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>

#include "bench/machine/machine.h"
#include "bench/process/process.h"
#include "bench/run/kept_answer.h"
#include "reports/model/error.h"
#include "reports/text/clean.h"
#include "reports/text/nearest.h"

namespace unblock::bench {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kPrefix = "unblock-worker-";

std::vector<std::string> workers_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kPrefix) && entry.path().extension().empty()) names.push_back(name.substr(kPrefix.size()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// What a worker says ends up on terminals and in files.
std::string shown(const std::string& said) { return reports::text::clean(said); }

/// Runtimes stand where they say, others after them by name.
void put_in_order(std::vector<CellDescription>& cells) {
  const auto place = [](const CellDescription& cell) { return cell.order > 0 ? cell.order : std::numeric_limits<int>::max(); };
  std::stable_sort(cells.begin(), cells.end(), [&](const CellDescription& a, const CellDescription& b) { return place(a) < place(b); });
}

/// Workers that do not say which argument counts sockets, such as those of other people, follow those that do.
void mark_too_many_sockets(std::vector<CellDescription>& cells, std::uint64_t limit) {
  constexpr std::uint64_t kOthers = 48;  // libraries, loops, the results
  std::map<std::string, std::string> counted_by;
  for (const CellDescription& cell : cells) {
    if (!cell.needs.sockets.empty()) counted_by[cell.workload] = cell.needs.sockets;
  }
  for (CellDescription& cell : cells) {
    const auto argument = std::find_if(cell.arguments.begin(), cell.arguments.end(), [&](const auto& pair) { return pair.first == counted_by[cell.workload]; });
    if (argument == cell.arguments.end() || !cell.not_applicable.empty()) continue;
    const std::uint64_t needed = std::strtoull(argument->second.c_str(), nullptr, 10) + kOthers;
    if (needed <= limit) continue;
    cell.not_applicable = fmt::format("{} sockets at once need {} open files and the limit is {}: ulimit -n {}", argument->second, needed, limit, needed);
  }
}

/// What the workers say to a case of the user's own.
struct CaseAnswers {
  bool taken = false;   ///< by one of them at least
  std::string refusal;  ///< the last worker's that did not
};

/// Adds the cells of an answer. Whether one of them can run here: a runtime that cannot today may be able to tomorrow, with the same program.
bool add_cells(const std::string& answer, const std::string& path, std::vector<CellDescription>& cells) {
  WorkerDescription worker = read_description(answer);
  const bool can_run = std::any_of(worker.cells.begin(), worker.cells.end(), [](const CellDescription& cell) { return cell.not_applicable.empty(); });
  for (CellDescription& cell : worker.cells) {
    cell.worker = path;
    cells.push_back(std::move(cell));
  }
  return can_run;
}

/// What it said the last time.
bool add_kept(const KeptAnswer& kept, const std::string& path, std::vector<CellDescription>& cells) {
  try {
    const auto answer = kept.read();
    if (answer) add_cells(*answer, path, cells);
    return answer.has_value();
  } catch (const ProtocolError&) {
    return false;  // broken, or of another version of this program
  }
}

/// Adds the worker's cells; a sentence where it did not answer as it should.
std::string ask(const std::string& path, const std::string& name, const std::string& extra_case, std::vector<CellDescription>& cells,
                CaseAnswers& answers) {
  const KeptAnswer kept(path);
  if (extra_case.empty() && add_kept(kept, path, cells)) return {};
  Command command;
  command.arguments = {path, "--unblock_describe"};
  command.keep_stdout = true;
  command.deadline = std::chrono::seconds(20);
  if (!extra_case.empty()) command.arguments.push_back("--unblock_case=" + extra_case);
  Outcome outcome = run(command);
  if (outcome.end == Outcome::End::exited && outcome.code == 2 && !extra_case.empty()) {
    answers.refusal = shown(outcome.last_words());
    command.arguments.pop_back();
    outcome = run(command);
  } else if (!extra_case.empty() && outcome.ok()) {
    answers.taken = true;
  }
  if (!outcome.ok()) return fmt::format("worker '{}' {}{}{}", name, outcome.describe(), outcome.complaints.empty() ? "" : ": ", shown(outcome.last_words()));
  if (outcome.output_cut) return fmt::format("worker '{}' describes itself in 16 MiB or more", name);
  try {
    const bool can_run = add_cells(outcome.output, path, cells);
    const auto needs = can_run && extra_case.empty() ? needs_of(path) : std::nullopt;
    if (needs) kept.write(outcome.output, *needs);
  } catch (const ProtocolError& error) {
    return fmt::format("worker '{}' {}", name, error.what());
  }
  return {};
}

template <class Key>
std::vector<std::string> distinct(const std::vector<CellDescription>& cells, Key key) {
  std::vector<std::string> values;
  for (const CellDescription& cell : cells) {
    if (std::find(values.begin(), values.end(), key(cell)) == values.end()) values.push_back(key(cell));
  }
  return values;
}

}  // namespace

std::vector<std::string> Catalogue::runtimes() const {
  return distinct(cells, [](const CellDescription& cell) { return cell.runtime; });
}
std::vector<std::string> Catalogue::workloads() const {
  return distinct(cells, [](const CellDescription& cell) { return cell.workload; });
}

std::string program_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path().string();
}

Catalogue read_catalogue(const std::string& folder, const std::string& extra_case, const std::vector<std::string>& runtimes) {
  const std::uint64_t open_files = raise_file_limit();
  Catalogue catalogue;
  CaseAnswers answers;
  const std::vector<std::string> workers = workers_in(folder);
  if (!workers.empty()) require_known("runtime", runtimes, workers);
  for (const std::string& name : workers) {
    if (!runtimes.empty() && std::find(runtimes.begin(), runtimes.end(), name) == runtimes.end()) continue;
    const std::string path = folder + "/" + std::string(kPrefix) + name;
    if (std::string problem = ask(path, name, extra_case, catalogue.cells, answers); !problem.empty()) {
      catalogue.problems.push_back(std::move(problem));
    }
  }
  if (catalogue.cells.empty()) {
    throw reports::InputError(catalogue.problems.empty() ? fmt::format("there is no worker (unblock-worker-*) in '{}': build the project first", folder)
                                                         : catalogue.problems.front());
  }
  if (!answers.refusal.empty() && !answers.taken) {
    require_known("workload", {extra_case.substr(0, extra_case.find('/'))}, catalogue.workloads());
    throw reports::InputError(answers.refusal.substr(std::min(answers.refusal.size(), answers.refusal.find(": ") + 2)));
  }
  put_in_order(catalogue.cells);
  mark_too_many_sockets(catalogue.cells, open_files);
  return catalogue;
}

void require_known(const char* what, const std::vector<std::string>& wanted, const std::vector<std::string>& known) {
  for (const std::string& name : wanted) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::vector<std::string_view> names(known.begin(), known.end());
    const std::string near = reports::text::nearest(name, names);
    throw reports::InputError(near.empty() ? fmt::format("there is no {} '{}'; there are {}", what, name, fmt::join(known, ", "))
                                           : fmt::format("there is no {} '{}'; did you mean '{}'?", what, name, near));
  }
}

}  // namespace unblock::bench
