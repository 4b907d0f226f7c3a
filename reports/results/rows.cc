// Key order and spelling follow google/benchmark, src/json_reporter.cc.
#include "reports/results/rows.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "reports/json/parse.h"
#include "reports/model/cell.h"
#include "reports/results/names.h"
#include "statistics/median.h"

namespace unblock::reports::results {
namespace {

using Row = nlohmann::ordered_json;

Row row_head(const Cell& cell, std::size_t index, std::size_t repetitions) {
  return {{"name", full_name(cell)}, {"family_index", index}, {"per_family_instance_index", 0}, {"run_name", full_name(cell)}, {"run_type", "iteration"}, {"repetitions", repetitions}, {"repetition_index", 0}, {"threads", 1}};
}

void add_times(Row& row, std::uint64_t iterations, double real_ns, double cpu_ns) {
  row["iterations"] = iterations;
  row["real_time"] = json::number(real_ns);
  row["cpu_time"] = json::number(cpu_ns);
  row["time_unit"] = "ns";
}

/// Appends without looking whether the key is there, which an ordered object does from its beginning: a row with a hundred
/// thousand counters would take minutes.
void append(Row& object, const std::string& new_key, Row value) {
  object.get_ref<Row::object_t&>().emplace_back(new_key, std::move(value));
}

/// Counters stand flat in a row; a name that a row already uses goes into `own`.
void add_metrics(Row& row, Row& own, const std::map<std::string, double>& metrics) {
  for (const auto& [name, value] : metrics) {
    if (!std::isfinite(value)) continue;
    if (is_row_key(name)) {
      own["metrics"][name] = json::number(value);
    } else {
      append(row, name, json::number(value));
    }
  }
}

Row error_row(const Cell& cell, std::size_t index) {
  Row row = row_head(cell, index, 0);
  std::string message = cell.reason;
  for (const Verdict& verdict : cell.verdicts) {
    if (verdict.withholds) message = verdict.id + ": " + verdict.text;
  }
  row["error_occurred"] = true;
  row["error_message"] = message.empty() ? "no result" : message;
  add_times(row, 0, 0, 0);
  row["unblock"] = {{"cell", index}};
  return row;
}

Row iteration_row(const Cell& cell, std::size_t index, const Round& round, std::size_t repetition,
                  std::size_t repetitions) {
  Row row = row_head(cell, index, repetitions);
  row["repetition_index"] = repetition;
  add_times(row, round.iterations, round.real_time_ns, round.cpu_time_ns);
  Row own = {{"cell", index}, {"round", round.index}, {"started_s", json::number(round.started_s)}};
  if (round.block != 0) own["block"] = round.block;
  add_metrics(row, own, round.metrics);
  row["unblock"] = std::move(own);
  return row;
}

double coefficient_of_variation(const std::vector<double>& values) {
  const double center = statistics::mean(values);
  return center == 0 ? 0 : statistics::standard_deviation(values) / center;
}

struct Aggregate {
  const char* name;
  const char* unit;
  double (*of)(const std::vector<double>&);
};

double mean_of(const std::vector<double>& values) { return statistics::mean(values); }
double median_of(const std::vector<double>& values) { return statistics::median(values); }
double deviation_of(const std::vector<double>& values) { return statistics::standard_deviation(values); }

constexpr Aggregate kAggregates[] = {{"mean", "time", mean_of},
                                     {"median", "time", median_of},
                                     {"stddev", "time", deviation_of},
                                     {"cv", "percentage", coefficient_of_variation}};

Row aggregate_row(const Cell& cell, std::size_t index, const std::vector<const Round*>& rounds,
                  const Aggregate& aggregate) {
  Row row = row_head(cell, index, rounds.size());
  row.erase("repetition_index");
  row["name"] = full_name(cell) + "_" + aggregate.name;
  row["run_type"] = "aggregate";
  row["aggregate_name"] = aggregate.name;
  row["aggregate_unit"] = aggregate.unit;
  std::vector<double> real, cpu;
  std::map<std::string, std::vector<double>> counters;
  for (const Round* round : rounds) {
    real.push_back(round->real_time_ns);
    cpu.push_back(round->cpu_time_ns);
    for (const auto& [name, value] : round->metrics) counters[name].push_back(value);
  }
  add_times(row, rounds.size(), aggregate.of(real), aggregate.of(cpu));
  std::map<std::string, double> metrics;
  for (const auto& [name, values] : counters) {
    if (!is_row_key(name)) metrics[name] = aggregate.of(values);
  }
  Row own = {{"cell", index}};
  add_metrics(row, own, metrics);
  row["unblock"] = std::move(own);
  return row;
}

}  // namespace

bool has_rows(const Cell& cell) { return cell.status == CellStatus::measured && !withheld(cell) && !counted_rounds(cell).empty(); }

std::vector<Row> rows_of(const Cell& cell, std::size_t index) {
  if (!has_rows(cell)) return {error_row(cell, index)};
  const std::vector<const Round*> counted = counted_rounds(cell);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    rows.push_back(iteration_row(cell, index, *counted[i], i, counted.size()));
  }
  for (const Aggregate& aggregate : kAggregates) rows.push_back(aggregate_row(cell, index, counted, aggregate));
  return rows;
}

Row round_json(const Round& round) {
  Row row = {{"round", round.index}, {"started_s", json::number(round.started_s)}, {"voided", round.voided}};
  if (round.block != 0) row["block"] = round.block;
  row["iterations"] = round.iterations;
  row["real_time"] = json::number(round.real_time_ns);
  row["cpu_time"] = json::number(round.cpu_time_ns);
  Row metrics = Row::object();
  for (const auto& [name, value] : round.metrics) {
    if (std::isfinite(value)) append(metrics, name, json::number(value));
  }
  row["metrics"] = std::move(metrics);
  return row;
}

}  // namespace unblock::reports::results
