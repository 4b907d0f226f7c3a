// Starts the worker, reads its two files, and believes it only where the target agrees.
#include "bench/run/cell_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "bench/process/process.h"
#include "bench/target/claim_check.h"
#include "reports/file.h"
#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/text/clean.h"

namespace unblock::bench {
namespace {

using nlohmann::json;

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

Command command_for(const CellDescription& cell, const TargetProcess* target, const RoundOptions& options, const Files& files) {
  Command command;
  command.arguments = {cell.worker,
                       fmt::format("--benchmark_filter=^{}(/|$)", escaped(cell.name)),
                       fmt::format("--benchmark_min_time={}", options.min_time_s),
                       "--benchmark_out=" + files.results,
                       "--benchmark_out_format=json",
                       "--unblock_side=" + files.side};
  if (target) command.arguments.push_back(fmt::format("--unblock_port={}", target->port()));
  if (!options.real_server.empty()) command.arguments.push_back("--unblock_server=" + options.real_server);
  if (!options.extra_case.empty()) command.arguments.push_back("--unblock_case=" + options.extra_case);
  if (options.spans) command.arguments.emplace_back("--unblock_spans");
  const Counting& counting = options.counting;
  if (counting.syscall_tracepoint != 0) command.arguments.push_back(fmt::format("--unblock_count_syscalls={}", counting.syscall_tracepoint));
  if (counting.allocations) command.environment["LD_PRELOAD"] = program_folder() + "/../lib/libunblock-alloc.so";
  command.environment["TMPDIR"] = options.scratch_folder;
  command.folder = options.scratch_folder;
  command.cpus = options.worker_cpus;
  command.deadline = options.deadline;
  return command;
}

std::vector<reports::HistogramBucket> buckets(const json& rows) {
  std::vector<reports::HistogramBucket> result;
  for (const json& row : rows) result.push_back({row.at(0), row.at(1), row.at(2)});
  return result;
}

Claim read_claim(const json& side) {
  const json& json_claim = side.at("claim");
  Claim claim{json_claim.at("connections"), json_claim.at("requests"), json_claim.at("bytes_out"), json_claim.at("bytes_in"), 0};
  const std::string digest = json_claim.at("digest");
  std::from_chars(digest.data(), digest.data() + digest.size(), claim.digest, 16);
  return claim;
}

void read_side(const json& side, RoundResult& result) {
  for (const auto& [key, value] : side.at("configuration").get<std::map<std::string, std::string>>()) {
    result.configuration[reports::text::clean(key)] = reports::text::clean(value);
  }
  result.latency = buckets(side.value("latency", json::array()));
  result.uncorrected = buckets(side.value("uncorrected", json::array()));
  for (const json& span : side.value("spans", json::array())) result.spans.push_back({span.at(0), span.at(1), span.at(2)});
}

constexpr double scale_to_ns(std::string_view unit) {
  return unit == "s" ? 1e9 : unit == "ms" ? 1e6 : unit == "us" ? 1e3 : 1;
}

/// The numbers of Google Benchmark's row; everything that is not its own is a metric of ours.
void read_row(const json& row, RoundResult& result) {
  constexpr std::string_view kOwn[] = {"family_index", "per_family_instance_index", "repetitions", "repetition_index",
                                       "iterations",                "real_time",   "cpu_time"};
  reports::Round round;
  const double scale = scale_to_ns(row.value("time_unit", "ns"));
  round.real_time_ns = row.at("real_time").get<double>() * scale;
  round.cpu_time_ns = row.at("cpu_time").get<double>() * scale;
  round.iterations = row.at("iterations").get<std::uint64_t>();
  for (const auto& [key, value] : row.items()) {
    if (value.is_number() && std::find(std::begin(kOwn), std::end(kOwn), key) == std::end(kOwn)) round.metrics[key] = value;
  }
  result.operations_per_iteration = std::max(1.0, row.value("operations", 1.0));
  round.metrics.erase("operations");
  round.metrics["time_ns_per_op"] = round.real_time_ns / result.operations_per_iteration;
  if (!(round.real_time_ns > 0)) throw std::runtime_error("it reports a time of zero or less");
  result.round = std::move(round);
}

void read_results(const Files& files, RoundResult& result) {
  const json results = reports::json::parse(reports::read_file(files.results, 64u << 20), files.results);
  const json& rows = results.at("benchmarks");
  if (rows.empty()) throw std::runtime_error("it ran nothing");
  const json& row = rows.at(0);
  if (row.value("error_occurred", false)) {
    result.problem = reports::text::clean(reports::text::shortened(row.value("error_message", "it reports an error without a message"), 1000));
    constexpr std::string_view kWrong = "wrong work: ";
    result.wrong_work = result.problem.starts_with(kWrong);
    if (result.wrong_work) result.problem.erase(0, kWrong.size());
    return;
  }
  read_row(row, result);
}

void read_answers(const CellDescription& cell, const Files& files, TargetProcess* target, bool counted, RoundResult& result) {
  read_results(files, result);
  if (!result.problem.empty()) return;
  const json side = reports::json::parse(reports::read_file(files.side, 64u << 20), files.side);
  read_side(side, result);
  if (!cell.needs_target || !counted) return;
  const std::string wrong = disagreement(read_claim(side), target->report());
  if (wrong.empty()) return;
  result.problem = wrong;
  result.wrong_work = true;
  result.round.reset();
}

/// Exit code 1 and a results file: a cell that failed and says why in its row. Without the file, an exception that nobody caught.
bool answered(const Outcome& outcome, const Files& files) {
  if (outcome.end != Outcome::End::exited) return false;
  return outcome.code == 0 || (outcome.code == 1 && std::filesystem::exists(files.results));
}

}  // namespace

RoundResult run_round(const CellDescription& cell, TargetProcess* target, const RoundOptions& options) {
  RoundResult result;
  const Files files(options.scratch_folder);
  const bool real = !options.real_server.empty() && cell.speaks_http;
  try {
    if (target) target->reset();
    const Outcome outcome = run(command_for(cell, target, options, files));
    result.wall_s = outcome.wall_s;
    if (target) result.target_busy = static_cast<double>(target->report().cpu_user_ns + target->report().cpu_system_ns) / 1e9 / outcome.wall_s;
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
    result.problem = error.what();
  } catch (const json::exception&) {
    result.problem = "the worker's answer is not the JSON that the worker protocol asks for";
  } catch (const std::exception& error) {
    result.problem = fmt::format("the worker's answer cannot be used: {}", error.what());
  }
  if (!result.problem.empty()) result.round.reset();
  return result;
}

}  // namespace unblock::bench
