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

using Value = nlohmann::json;
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

std::map<std::string, double> counters_of(const Value& row) {
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

std::string text_of(const Value& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

/// "L1 Data 32768 x2, L3 Unified 33554432 x4": of one pool of machines some have other caches.
std::string caches_text(const Value& caches) {
  std::string text;
  for (const Value& cache : caches) {
    if (!cache.is_object()) continue;
    text += fmt::format("{}L{:.0f} {} {:.0f} x{:.0f}", text.empty() ? "" : ", ", number_at(cache, "level"), text_at(cache, "type"),
                        number_at(cache, "size"), number_at(cache, "num_sharing"));
  }
  return text.empty() ? "none" : text;
}

void read_context(const Value& context, Run& run) {
  for (const auto& [name, value] : context.items()) {
    if (name == "date") continue;
    if (name == "caches" && value.is_array()) {
      run.environment[name] = caches_text(value);
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

/// Two benchmarks may bear one name: Google Benchmark numbers families and their instances. Rows of one number are repetitions.
std::size_t ForeignRows::cell_for(const Value& row, const std::string& run_name) {
  const std::string number = fmt::format("{:.0f}.{:.0f}", number_at(row, "family_index"), number_at(row, "per_family_instance_index"));
  std::vector<std::pair<std::string, std::size_t>>& known = index_[run_name];
  const auto same = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.first == number; });
  if (same != known.end()) return same->second;
  Cell cell;
  cell.name = known.empty() ? run_name : fmt::format("{} #{}", run_name, known.size() + 1);
  cell.kind = CellKind::foreign;
  split_name(cell);
  const double threads = number_at(row, "threads", 1);
  const bool named = run_name.find("/threads:") != std::string::npos;
  if (threads > 1 && !named) cell.arguments.emplace_back("threads", fmt::format("{:.0f}", threads));
  if (known.size() == 1) run_.warnings.push_back(fmt::format("Several benchmarks bear the name '{}': they are numbered in the order of the file.", run_name));
  known.emplace_back(number, run_.cells.size());
  run_.cells.push_back(std::move(cell));
  return run_.cells.size() - 1;
}

/// A fit over the sizes of a family is no benchmark: it stands with those of its family.
void ForeignRows::add_fit(const Value& row, const std::string& family) {
  std::string& text = fits_[family];
  if (text_at(row, "aggregate_name") == "BigO") text = text_at(row, "big_o") + text;
  else text += fmt::format(", RMS {:.1f} %", 100 * number_at(row, "rms"));
}

namespace {

/// A time shorter than a hundredth of a clock cycle: nothing was left in the loop.
constexpr double kNothingNs = 0.01;

void doubt(Cell& cell) {
  const auto time = cell.metrics.find(kTime);
  if (time == cell.metrics.end() || !(time->second.estimate > 0) || time->second.estimate >= kNothingNs) return;
  cell.verdicts.push_back({"optimised-away", fmt::format("{:.1e} ns an iteration is less than a hundredth of a clock cycle: the compiler left nothing "
                                                         "in the loop (benchmark::DoNotOptimize keeps it).",
                                                         time->second.estimate),
                           true});
}

[[noreturn]] void refuse_row(const Value& row, const std::string& name, const std::string& file_name) {
  if (row.contains("stats")) {
    throw InputError(fmt::format("cannot read '{}': it is pytest-benchmark's JSON, and Google Benchmark's is expected", file_name));
  }
  throw InputError(fmt::format("cannot read '{}': the benchmark '{}' has no real_time, so that this is not Google Benchmark's JSON", file_name, name));
}

}  // namespace

void ForeignRows::add(const Value& row, const std::string& file_name) {
  const std::string name = text_at(row, "name");
  if (name.empty()) throw InputError(fmt::format("cannot read '{}': a benchmark has no name", file_name));
  const std::string aggregate = text_at(row, "aggregate_name"), run_name = text_at(row, "run_name", name);
  if (aggregate == "BigO" || aggregate == "RMS") return add_fit(row, run_name);
  const bool failed = flag_at(row, "error_occurred"), skipped = flag_at(row, "skipped");
  if (!failed && !skipped && !row.contains("real_time") && !row.contains("cpu_time")) refuse_row(row, name, file_name);
  const std::size_t index = cell_for(row, run_name);
  Cell& cell = run_.cells[index];
  const std::string label = text_at(row, "label");
  if (!label.empty()) cell.configuration["label"] = label;
  if (failed || skipped) {
    cell.status = failed ? CellStatus::failed : CellStatus::not_applicable;
    cell.reason = text_at(row, failed ? "error_message" : "skip_message");
    return;
  }
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

Run ForeignRows::finish(const Value& context, const std::string& file_name) {
  run_.source = file_name;
  run_.foreign = true;
  read_context(context, run_);
  for (std::size_t i = 0; i < run_.cells.size(); ++i) {
    Cell& cell = run_.cells[i];
    for (std::size_t end = cell.name.find('/'); !fits_.empty(); end = cell.name.find('/', end + 1)) {
      if (const auto fit = fits_.find(cell.name.substr(0, end)); fit != fits_.end()) cell.configuration["complexity"] = fit->second;
      if (end == std::string::npos) break;
    }
    if (!cell.rounds.empty()) {
      summarize_rounds(cell);
      doubt(cell);
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
    doubt(cell);
  }
  return std::move(run_);
}

}  // namespace unblock::reports::results
