// Starts the worker, reads its two files, and believes it only where the target agrees.
#include "bench/run/cell_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <thread>
#include <vector>

#include "bench/process/process.h"
#include "bench/protocol/answer.h"
#include "bench/run/merge.h"
#include "bench/target/claim_check.h"
#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/text/clean.h"

namespace unblock::bench {
namespace {

std::string escaped(const std::string& name) {
  std::string pattern;
  for (const char c : name) {
    if (std::string_view(".^$|()[]{}*+?\\").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

struct Files {
  std::string results, side;
  Files(const std::string& folder, unsigned client)
      : results(fmt::format("{}/results-{}.json", folder, client)), side(fmt::format("{}/side-{}.json", folder, client)) {
    remove();
  }
  ~Files() { remove(); }
  void remove() const {
    std::error_code ignored;
    std::filesystem::remove(results, ignored);
    std::filesystem::remove(side, ignored);
  }
};

/// What Google Benchmark appends to a name. Another argument of the workload is another cell.
constexpr char kSettings[] = "(/(iterations|repeats|min_time|min_warmup_time|threads):[^/]*|/(process_time|real_time|manual_time))*$";

Command command_for(const CellDescription& cell, const Target* target, const RoundOptions& options, const Files& files, unsigned client) {
  Command command;
  command.arguments = {cell.worker,
                       "--benchmark_filter=^" + escaped(cell.name_in_worker()) + kSettings,
                       fmt::format("--benchmark_min_time={}", options.min_time_s),
                       "--benchmark_out=" + files.results,
                       "--benchmark_out_format=json",
                       "--unblock_side=" + files.side};
  if (target) command.arguments.push_back(fmt::format("--unblock_port={}", target->port()));
  if (target && !target->address().empty()) command.arguments.push_back("--unblock_address=" + target->address());
  if (target && cell.argument("wire").starts_with("tls")) command.arguments.push_back("--unblock_certificate=" + target->certificate());
  if (!options.real_server.empty()) command.arguments.push_back("--unblock_server=" + options.real_server);
  if (!options.extra_case.empty()) command.arguments.push_back("--unblock_case=" + options.extra_case);
  if (options.spans) command.arguments.emplace_back("--unblock_spans");
  const Counting& counting = options.counting;
  if (counting.syscall_tracepoint != 0) command.arguments.push_back(fmt::format("--unblock_count_syscalls={}", counting.syscall_tracepoint));
  if (counting.allocations) command.environment["LD_PRELOAD"] = program_folder() + "/../lib/unblock/libunblock-alloc.so";
  command.environment["TMPDIR"] = options.scratch_folder;
  command.folder = options.scratch_folder;
  if (!options.worker_cpus.empty()) command.cpus = {options.worker_cpus[client % options.worker_cpus.size()]};
  command.deadline = options.deadline;
  return command;
}

std::string answer_in(const std::string& path) {
  constexpr std::size_t kLargest = 16u << 20;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) throw ProtocolError("leaves no answer, or one that is no file");
  return reports::read_file(path, kLargest);
}

/// Of the row: a round, or why there is none.
void take_row(Row row, RoundResult& result) {
  if (row.refusal) {
    result.problem = row.refusal.sentence;
    result.wrong_work = row.refusal.why == Refusal::Why::wrong_work;
    return;
  }
  reports::Round round;
  round.real_time_ns = row.real_time_ns;
  round.cpu_time_ns = row.cpu_time_ns;
  round.iterations = row.iterations;
  round.metrics = std::move(row.metrics);
  result.operations_per_iteration = std::max(1.0, row.operations);
  result.round = std::move(round);
}

Answer answer_of(const CellDescription& cell, const Files& files) {
  Answer answer{.row = read_row(answer_in(files.results), cell.name_in_worker()), .side = {}};
  if (!answer.row.refusal) answer.side = read_side_file(answer_in(files.side));
  return answer;
}

void take(Answer answer, const CellDescription& cell, Target* target, bool counted, RoundResult& result) {
  take_row(std::move(answer.row), result);
  if (!result.problem.empty()) return;
  SideFile& side = answer.side;
  result.configuration = std::move(side.configuration);
  result.latency = std::move(side.latency);
  result.uncorrected = std::move(side.uncorrected);
  result.spans = std::move(side.spans);
  if (!cell.needs.target || !counted) return;
  result.problem = disagreement(side.claim, target->report());
  result.wrong_work = !result.problem.empty();
}

/// Exit code 1 and a results file: a cell that failed and says why in its row. Without the file, an exception that nobody caught.
bool answered(const Outcome& outcome, const Files& files) {
  if (outcome.end != Outcome::End::exited) return false;
  return outcome.code == 0 || (outcome.code == 1 && std::filesystem::exists(files.results));
}

/// The workers of a round, one for each client, started at once.
struct Clients {
  std::deque<Files> files;
  std::vector<Outcome> outcomes;

  Clients(const CellDescription& cell, const Target* target, const RoundOptions& options) : outcomes(cell.clients) {
    std::vector<Command> commands;
    for (unsigned client = 0; client < cell.clients; ++client) {
      files.emplace_back(options.scratch_folder, client);
      commands.push_back(command_for(cell, target, options, files.back(), client));
    }
    std::vector<std::thread> others;
    for (unsigned client = 1; client < cell.clients; ++client) {
      others.emplace_back([this, &command = commands[client], client] { outcomes[client] = run(command); });
    }
    outcomes[0] = run(commands[0]);
    for (std::thread& other : others) other.join();
  }

  double wall_s() const {
    return std::max_element(outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) { return a.wall_s < b.wall_s; })->wall_s;
  }
  bool interrupted() const {
    return std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) { return outcome.end == Outcome::End::interrupted; });
  }
  /// Why one of them gave no answer; empty: all did.
  std::string problem() const {
    for (std::size_t client = 0; client < outcomes.size(); ++client) {
      if (answered(outcomes[client], files[client])) continue;
      const std::string words = outcomes[client].last_words();
      return fmt::format("the worker {}{}{}", outcomes[client].describe(), words.empty() ? "" : ": ", reports::text::clean(words));
    }
    return {};
  }
};

}  // namespace

RoundResult run_round(const CellDescription& cell, Target* target, const RoundOptions& options) {
  RoundResult result;
  const bool real = !options.real_server.empty() && cell.needs.http;
  try {
    if (target) target->reset();
    const Clients clients(cell, target, options);
    result.wall_s = clients.wall_s();
    if (target && result.wall_s > 0) result.target_busy = static_cast<double>(target->report().cpu_user_ns + target->report().cpu_system_ns) / 1e9 / result.wall_s;
    if (clients.interrupted()) {
      result.interrupted = true;
      result.problem = "interrupted";
      return result;
    }
    result.problem = clients.problem();
    if (!result.problem.empty()) return result;
    std::vector<Answer> answers;
    for (const Files& files : clients.files) answers.push_back(answer_of(cell, files));
    take(merged(answers), cell, target, !real, result);
  } catch (const TargetError& error) {
    result.target_failed = true;
    result.problem = error.what();
  } catch (const ProtocolError& error) {
    result.problem = fmt::format("the worker {}", error.what());
  } catch (const std::exception& error) {
    result.problem = fmt::format("the worker's answer cannot be used: {}", error.what());
  }
  if (!result.problem.empty()) result.round.reset();
  return result;
}

}  // namespace unblock::bench
