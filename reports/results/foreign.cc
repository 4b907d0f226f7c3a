// What a row may hold: google/benchmark, src/json_reporter.cc and docs/user_guide.md (custom counters, complexity).
#include "reports/results/foreign.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/results/names.h"
#include "statistics/median.h"

namespace unblock::reports::results {
namespace {

using nlohmann::json;
using unblock::reports::json::flag_at;
using unblock::reports::json::number_at;
using unblock::reports::json::text_at;

constexpr char kTime[] = "time_ns_per_op";
constexpr char kCpu[] = "cpu_ns_per_op";

double unit_in_ns(const std::string& unit, const std::string& row, const std::string& file_name) {
  if (unit == "ns") return 1;
  if (unit == "us") return 1e3;
  if (unit == "ms") return 1e6;
  if (unit == "s") return 1e9;
  throw InputError(fmt::format("cannot read '{}': the row '{}' has the unknown time unit '{}'", file_name, row, unit));
}

/// "BM_Read/64/threads:2" → workload "BM_Read", arguments {"1": "64"}, {"threads": "2"}.
void split_name(Cell& cell) {
  std::size_t begin = cell.name.find('/');
  cell.workload = cell.name.substr(0, begin);
  for (unsigned position = 1; begin != std::string::npos; ++position) {
    const std::size_t end = cell.name.find('/', begin + 1);
    const std::string part = cell.name.substr(begin + 1, end == std::string::npos ? end : end - begin - 1);
    const std::size_t colon = part.find(':');
    if (colon == std::string::npos) {
      cell.arguments.emplace_back(fmt::format("argument {}", position), part);
    } else {
      cell.arguments.emplace_back(part.substr(0, colon), part.substr(colon + 1));
    }
    begin = end;
  }
}

std::map<std::string, double> counters_of(const json& row) {
  std::map<std::string, double> counters;
  for (const auto& [name, value] : row.items()) {
    if (value.is_number() && !is_row_key(name)) counters[name] = value.get<double>();
  }
  return counters;
}

void summarize_rounds(Cell& cell) {
  std::map<std::string, std::vector<double>> values;
  for (const Round& round : cell.rounds) {
    values[kTime].push_back(round.real_time_ns);
    values[kCpu].push_back(round.cpu_time_ns);
    for (const auto& [name, value] : round.metrics) values[name].push_back(value);
  }
  for (auto& [name, list] : values) cell.metrics[name] = statistics::median_interval(std::move(list));
}

std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

void read_context(const json& context, Run& run) {
  for (const auto& [name, value] : context.items()) {
    if (name == "date") continue;
    if (name == "caches" && value.is_array()) {
      run.environment[name] = fmt::format("{} caches", value.size());
      continue;
    }
    run.environment[name] = text_of(value);
  }
  run.date = text_at(context, "date");
  if (text_at(context, "library_build_type") == "debug") {
    run.warnings.push_back("The benchmark library was built for debugging: times may be too long.");
  }
  if (flag_at(context, "cpu_scaling_enabled")) {
    run.warnings.push_back("CPU frequency scaling was on: times may differ from run to run.");
  }
}

}  // namespace

std::size_t ForeignRows::cell_for(const std::string& run_name, double threads) {
  const auto [place, is_new] = index_.try_emplace(run_name, run_.cells.size());
  if (!is_new) return place->second;
  Cell cell;
  cell.name = run_name;
  cell.kind = CellKind::foreign;
  split_name(cell);
  const bool named = run_name.find("/threads:") != std::string::npos;
  if (threads > 1 && !named) cell.arguments.emplace_back("threads", fmt::format("{:.0f}", threads));
  run_.cells.push_back(std::move(cell));
  return place->second;
}

void ForeignRows::add(const json& row, const std::string& file_name) {
  const std::string name = text_at(row, "name");
  if (name.empty()) throw InputError(fmt::format("cannot read '{}': a benchmark has no name", file_name));
  const std::size_t index = cell_for(text_at(row, "run_name", name), number_at(row, "threads", 1));
  Cell& cell = run_.cells[index];
  const std::string label = text_at(row, "label");
  if (!label.empty()) cell.configuration["label"] = label;
  if (flag_at(row, "error_occurred") || flag_at(row, "skipped")) {
    const bool failed = flag_at(row, "error_occurred");
    cell.status = failed ? CellStatus::failed : CellStatus::not_applicable;
    cell.reason = text_at(row, failed ? "error_message" : "skip_message");
    return;
  }
  const std::string aggregate = text_at(row, "aggregate_name");
  if (aggregate == "BigO") {
    cell.configuration["complexity"] = text_at(row, "big_o");
    return;
  }
  if (aggregate == "RMS") return;
  const double scale = unit_in_ns(text_at(row, "time_unit", "ns"), name, file_name);
  // A time may overflow when it becomes nanoseconds.
  const double real = number_at(row, "real_time", NAN) * scale, cpu = number_at(row, "cpu_time", NAN) * scale;
  if (aggregate.empty()) {
    if (!std::isfinite(real)) return;  // written as NaN: there is no time to show
    Round round;
    round.index = static_cast<unsigned>(cell.rounds.size());
    round.real_time_ns = real;
    round.cpu_time_ns = std::isfinite(cpu) ? cpu : 0;
    const double iterations = number_at(row, "iterations");
    round.iterations = iterations > 0 ? static_cast<std::uint64_t>(std::min(iterations, 9e18)) : 0;
    round.metrics = counters_of(row);
    cell.rounds.push_back(std::move(round));
    return;
  }
  if (text_at(row, "aggregate_unit", "time") != "time") return;
  auto& values = aggregates_[index].by_name[aggregate];
  values = counters_of(row);
  values[kTime] = real;
  values[kCpu] = cpu;
  aggregates_[index].repetitions = number_at(row, "repetitions", number_at(row, "iterations"));
}

Run ForeignRows::finish(const json& context, const std::string& file_name) {
  run_.source = file_name;
  run_.foreign = true;
  read_context(context, run_);
  for (std::size_t i = 0; i < run_.cells.size(); ++i) {
    Cell& cell = run_.cells[i];
    if (!cell.rounds.empty()) {
      summarize_rounds(cell);
      continue;
    }
    const Aggregates& known = aggregates_[i];
    const auto median = known.by_name.find("median"), mean = known.by_name.find("mean");
    const auto center = median != known.by_name.end() ? median : mean;
    if (center != known.by_name.end()) {
      const auto spread = known.by_name.find("stddev");
      for (const auto& [metric, value] : center->second) {
        if (!std::isfinite(value)) continue;
        const bool has_spread = spread != known.by_name.end() && spread->second.count(metric) > 0;
        const double half = has_spread ? statistics::mean_half_width(spread->second.at(metric), known.repetitions) : 0;
        cell.metrics[metric] = {value - half, value, value + half};
      }
    }
    if (cell.metrics.empty() && cell.status == CellStatus::measured) {
      cell.status = CellStatus::failed;
      cell.reason = "the file gives no time that is a number";
    }
  }
  return std::move(run_);
}

}  // namespace unblock::reports::results
