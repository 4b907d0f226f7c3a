// Starts the worker, reads its two files, and believes it only where the target agrees.
#include "bench/run/cell_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "bench/process/process.h"
#include "bench/protocol/answer.h"
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
  explicit Files(const std::string& folder) : results(folder + "/results.json"), side(folder + "/side.json") { remove(); }
  ~Files() { remove(); }
  void remove() const {
    std::error_code ignored;
    std::filesystem::remove(results, ignored);
    std::filesystem::remove(side, ignored);
  }
};

/// What Google Benchmark appends to a name. Another argument of the workload is another cell.
constexpr char kSettings[] = "(/(iterations|repeats|min_time|min_warmup_time|threads):[^/]*|/(process_time|real_time|manual_time))*$";

Command command_for(const CellDescription& cell, const Target* target, const RoundOptions& options, const Files& files) {
  Command command;
  command.arguments = {cell.worker,
                       "--benchmark_filter=^" + escaped(cell.name) + kSettings,
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
  command.cpus = options.worker_cpus;
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

void read_answers(const CellDescription& cell, const Files& files, Target* target, bool counted, RoundResult& result) {
  take_row(read_row(answer_in(files.results), cell.name), result);
  if (!result.problem.empty()) return;
  SideFile side = read_side_file(answer_in(files.side));
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

}  // namespace

RoundResult run_round(const CellDescription& cell, Target* target, const RoundOptions& options) {
  RoundResult result;
  const Files files(options.scratch_folder);
  const bool real = !options.real_server.empty() && cell.needs.http;
  try {
    if (target) target->reset();
    const Outcome outcome = run(command_for(cell, target, options, files));
    result.wall_s = outcome.wall_s;
    if (target && outcome.wall_s > 0) result.target_busy = static_cast<double>(target->report().cpu_user_ns + target->report().cpu_system_ns) / 1e9 / outcome.wall_s;
    if (outcome.end == Outcome::End::interrupted) {
      result.interrupted = true;
      result.problem = "interrupted";
      return result;
    }
    if (!answered(outcome, files)) {
      result.problem = fmt::format("the worker {}", outcome.describe());
      if (const std::string words = outcome.last_words(); !words.empty()) result.problem += ": " + reports::text::clean(words);
      return result;
    }
    read_answers(cell, files, target, !real, result);
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
