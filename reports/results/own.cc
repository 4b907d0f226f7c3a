// A file of ours may have been edited or mixed up, so what contradicts itself is refused and what is missing is empty.
#include "reports/results/own.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/results/cells.h"
#include "reports/results/names.h"
#include "reports/results/writer.h"

namespace unblock::reports::results {
namespace {

using Value = nlohmann::json;
using unblock::reports::json::array_at;
using unblock::reports::json::flag_at;
using unblock::reports::json::number_at;
using unblock::reports::json::object_at;
using unblock::reports::json::text_at;

[[noreturn]] void refuse(const std::string& file_name, const std::string& why) {
  throw InputError(fmt::format("cannot read '{}': {}", file_name, why));
}

constexpr std::uint64_t kLargestCount = 9'000'000'000'000'000'000;

std::uint64_t count_from(double value) { return value > 0 ? static_cast<std::uint64_t>(std::min(value, static_cast<double>(kLargestCount))) : 0; }

unsigned index_from(double value) {
  constexpr double kLargest = 4e9;
  return value > 0 ? static_cast<unsigned>(std::min(value, kLargest)) : 0;
}

/// A double has not the digits of every count.
std::uint64_t exact_count(const Value& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? std::min(found->get<std::uint64_t>(), kLargestCount) : count_from(number_at(object, key));
}

std::map<std::string, double> numbers_of(const Value& object) {
  std::map<std::string, double> numbers;
  for (const auto& [name, value] : object.items()) {
    if (value.is_number()) numbers[name] = value.get<double>();
  }
  return numbers;
}

std::map<std::string, std::string> texts_of(const Value& object) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : object.items()) {
    texts[name] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return texts;
}

Round round_from(const Value& value, const Value& own) {
  Round round;
  round.index = index_from(number_at(own, "round"));
  round.started_s = number_at(own, "started_s");
  round.block = index_from(number_at(own, "block"));
  round.voided = flag_at(own, "voided");
  round.real_time_ns = number_at(value, "real_time");
  round.cpu_time_ns = number_at(value, "cpu_time");
  round.iterations = exact_count(value, "iterations");
  round.metrics = numbers_of(object_at(own, "metrics"));
  return round;
}

template <typename Names>
std::size_t position(const Names& names, const std::string& word) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), word) - names.begin());
}

/// Nothing where it is no histogram: one worker's broken answer does not make the others unreadable.
std::optional<std::vector<HistogramBucket>> histogram_from(const Value& flat) {
  if (flat.size() % 3 != 0) return std::nullopt;
  std::vector<HistogramBucket> buckets;
  for (std::size_t i = 0; i < flat.size(); i += 3) {
    const Value &lower = flat[i], &upper = flat[i + 1], &count = flat[i + 2];
    if (!lower.is_number() || !upper.is_number() || !count.is_number()) return std::nullopt;
    buckets.push_back({lower.get<double>(), upper.get<double>(), count_from(count.get<double>())});
    if (buckets.back().lower_ns > buckets.back().upper_ns) return std::nullopt;
  }
  return buckets;
}

std::map<std::string, Interval> metrics_from(const Value& object, const std::string& where,
                                             const std::string& file_name) {
  std::map<std::string, Interval> metrics;
  for (const auto& [name, value] : object.items()) {
    if (!value.is_array() || value.size() != 3) continue;
    if (!value[0].is_number() || !value[1].is_number() || !value[2].is_number()) continue;  // null: was not finite
    const Interval interval{value[0].get<double>(), value[1].get<double>(), value[2].get<double>()};
    if (interval.low > interval.estimate || interval.estimate > interval.high) {
      refuse(file_name, fmt::format("'{}' of '{}' lies outside its own interval", name, where));
    }
    metrics[name] = interval;
  }
  return metrics;
}

std::vector<Verdict> verdicts_from(const Value& list) {
  std::vector<Verdict> verdicts;
  for (const Value& value : list) {
    if (value.is_object()) verdicts.push_back({text_at(value, "id"), text_at(value, "text"), flag_at(value, "withholds")});
  }
  return verdicts;
}

std::vector<std::pair<std::string, std::string>> arguments_from(const Value& list) {
  std::vector<std::pair<std::string, std::string>> arguments;
  for (const Value& pair : list) {
    if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string()) {
      arguments.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
    }
  }
  return arguments;
}

void read_identity(const Value& value, Cell& cell, const std::string& file_name) {
  cell.name = text_at(value, "name");
  if (cell.name.empty()) refuse(file_name, "a cell has no name");
  cell.runtime = text_at(value, "runtime");
  cell.workload = text_at(value, "workload", cell.name);
  cell.arguments = arguments_from(array_at(value, "arguments"));
  cell.placement = text_at(value, "placement");
  cell.reason = text_at(value, "reason");
  cell.operations_per_iteration = number_at(value, "operations_per_iteration", 1);
  cell.headline = text_at(value, "headline");
  cell.operation = text_at(value, "operation");
  cell.floor = flag_at(value, "floor");
  const std::size_t kind = position(kKinds, text_at(value, "kind", "shared"));
  const std::size_t status = position(kStatuses, text_at(value, "status", "measured"));
  if (kind == kKinds.size() || status == kStatuses.size()) {
    refuse(file_name, fmt::format("'{}' has an unknown kind or status", cell.name));
  }
  cell.kind = static_cast<CellKind>(kind);
  cell.status = static_cast<CellStatus>(status);
}

}  // namespace

std::vector<HistogramBucket> read_histogram(const Value& cell, const char* key, const std::string& where, std::vector<std::string>& warnings) {
  if (auto buckets = histogram_from(array_at(cell, key))) return *std::move(buckets);
  warnings.push_back(fmt::format("The histogram '{}' of '{}' is left out: it is broken.", key, where));
  return {};
}

std::vector<Span> read_spans(const Value& flat) {
  std::vector<Span> spans;
  for (std::size_t i = 0; i + 2 < flat.size(); i += 3) {
    if (!flat[i].is_number() || !flat[i + 1].is_number() || !flat[i + 2].is_number()) continue;
    spans.push_back({index_from(flat[i].get<double>()), flat[i + 1].get<double>(), flat[i + 2].get<double>()});
  }
  return spans;
}

Round read_round(const Value& value) { return round_from(value, value); }

Cell read_cell(const Value& value, const std::string& file_name, std::vector<std::string>& warnings) {
  Cell cell;
  read_identity(value, cell, file_name);
  cell.metrics = metrics_from(object_at(value, "metrics"), cell.name, file_name);
  cell.verdicts = verdicts_from(array_at(value, "verdicts"));
  for (const Value& round : array_at(value, "rounds")) {
    if (round.is_object()) cell.rounds.push_back(read_round(round));
  }
  cell.latency = read_histogram(value, "latency", cell.name, warnings);
  cell.latency_uncorrected = read_histogram(value, "latency_uncorrected", cell.name, warnings);
  cell.spans = read_spans(array_at(value, "spans"));
  cell.configuration = texts_of(object_at(value, "configuration"));
  return cell;
}

void read_head(const Value& head, Run& run, const std::string& file_name) {
  if (const double schema = number_at(head, "schema"); schema > kSchema) {
    refuse(file_name, fmt::format("it was written by a newer Unblock (schema {:.0f}, this one reads {})", schema, kSchema));
  }
  run.suite = text_at(head, "suite");
  const auto seed = head.find("seed");
  if (seed != head.end() && seed->is_number_unsigned()) run.seed = seed->get<std::uint64_t>();
  run.duration_s = number_at(head, "duration_s");
  run.foreign = flag_at(head, "foreign");
  run.interrupted = flag_at(head, "interrupted");
  run.environment = texts_of(object_at(head, "environment"));
  run.settings = texts_of(object_at(head, "settings"));
  for (const Value& warning : array_at(head, "warnings")) {
    if (warning.is_string()) run.warnings.push_back(warning.get<std::string>());
  }
}

void read_own_row(const Value& row, RoundsByCell& rounds) {
  if (text_at(row, "run_type") == "aggregate" || flag_at(row, "error_occurred")) return;
  const Value& own = object_at(row, "unblock");
  Round round = round_from(row, own);
  for (const auto& [name, value] : row.items()) {
    if (value.is_number() && !is_row_key(name)) round.metrics[name] = value.get<double>();
  }
  rounds[index_from(number_at(own, "cell"))].push_back(std::move(round));
}

Run read_own(const Value& root, RoundsByCell rounds, const std::string& file_name) {
  const Value& own = object_at(root, "unblock");
  Run run;
  run.source = file_name;
  run.date = text_at(object_at(root, "context"), "date");
  read_head(own, run, file_name);
  for (const Value& value : array_at(own, "cells")) {
    if (!value.is_object()) refuse(file_name, "a cell is not an object");
    run.cells.push_back(read_cell(value, file_name, run.warnings));
  }
  for (auto& [index, list] : rounds) {
    if (index >= run.cells.size()) refuse(file_name, fmt::format("a row belongs to cell {}, which is missing", index));
    std::vector<Round>& all = run.cells[index].rounds;
    all.insert(all.end(), std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
    std::stable_sort(all.begin(), all.end(), [](const Round& a, const Round& b) { return a.index < b.index; });
  }
  return run;
}

}  // namespace unblock::reports::results
