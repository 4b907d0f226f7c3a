// The file as lines: context, one row a line, then what only Unblock knows. Rounds that Google Benchmark's tools must
// not take for results (voided ones, those of a cell that is withheld) are kept under "unblock" alone.
#include "reports/results/writer.h"

#include <fmt/format.h>

#include <optional>

#include "reports/json/parse.h"
#include "reports/results/names.h"
#include "reports/results/rows.h"

namespace unblock::reports::results {
namespace {

using Json = nlohmann::ordered_json;
using json::line;

/// The text as a number where it is one, so that tools get the types that Google Benchmark gives them.
Json number_or_text(const std::string& text) {
  const std::optional<nlohmann::json> parsed = json::try_parse(text);
  return parsed && (parsed->is_number() || parsed->is_array()) ? Json(*parsed) : Json(text);
}

Json context_of(const Run& run) {
  Json context = {{"date", run.date}};
  for (const char* key : {"host_name", "executable", "num_cpus", "mhz_per_cpu", "cpu_scaling_enabled", "load_avg",
                          "library_build_type"}) {
    const auto found = run.environment.find(key);
    if (found == run.environment.end()) continue;
    const bool is_flag = found->second == "true" || found->second == "false";
    context[key] = is_flag ? Json(found->second == "true") : number_or_text(found->second);
  }
  if (!context.contains("caches")) context["caches"] = Json::array();
  if (!context.contains("load_avg")) context["load_avg"] = Json::array();
  return context;
}

/// lower, upper, count, lower, upper, count, …: a third of the size of an object per bucket.
Json histogram_json(const std::vector<HistogramBucket>& buckets) {
  Json flat = Json::array();
  for (const HistogramBucket& bucket : buckets) {
    flat.push_back(json::number(bucket.lower_ns));
    flat.push_back(json::number(bucket.upper_ns));
    flat.push_back(bucket.count);
  }
  return flat;
}

Json spans_json(const std::vector<Span>& spans) {
  Json flat = Json::array();
  for (const Span& span : spans) {
    flat.push_back(span.task);
    flat.push_back(json::number(span.start_ns));
    flat.push_back(json::number(span.end_ns));
  }
  return flat;
}

Json verdicts_json(const std::vector<Verdict>& verdicts) {
  Json list = Json::array();
  for (const Verdict& verdict : verdicts) {
    list.push_back({{"id", verdict.id}, {"text", verdict.text}, {"withholds", verdict.withholds}});
  }
  return list;
}

Json intervals_json(const std::map<std::string, Interval>& metrics) {
  Json values = Json::object();
  for (const auto& [name, interval] : metrics) {
    // Appended as it is: an ordered object would look for each key from its beginning.
    values.get_ref<Json::object_t&>().emplace_back(
        name, Json::array({json::number(interval.low), json::number(interval.estimate), json::number(interval.high)}));
  }
  return values;
}

Json identity_json(const Cell& cell) {
  Json arguments = Json::array();
  for (const auto& [name, value] : cell.arguments) arguments.push_back(Json::array({name, value}));
  Json identity = {{"name", cell.name},
                   {"runtime", cell.runtime},
                   {"workload", cell.workload},
                   {"arguments", arguments},
                   {"placement", cell.placement},
                   {"kind", kKinds[static_cast<std::size_t>(cell.kind)]},
                   {"status", kStatuses[static_cast<std::size_t>(cell.status)]},
                   {"reason", cell.reason},
                   {"operations_per_iteration", json::number(cell.operations_per_iteration)}};
  if (!cell.headline.empty()) identity["headline"] = cell.headline;
  if (!cell.operation.empty()) identity["operation"] = cell.operation;
  if (cell.floor) identity["floor"] = true;
  return identity;
}

Json cell_json(const Cell& cell) {
  Json value = identity_json(cell);
  value["metrics"] = intervals_json(cell.metrics);
  value["verdicts"] = verdicts_json(cell.verdicts);
  const bool rows_hold_rounds = has_rows(cell);
  value["rounds"] = Json::array();
  for (const Round& round : cell.rounds) {
    if (!rows_hold_rounds || round.voided) value["rounds"].push_back(round_json(round));
  }
  value["latency"] = histogram_json(cell.latency);
  value["latency_uncorrected"] = histogram_json(cell.latency_uncorrected);
  value["spans"] = spans_json(cell.spans);
  value["configuration"] = cell.configuration;
  return value;
}

template <typename Lines>
std::string joined(const Lines& lines) {
  return fmt::format("{}", fmt::join(lines, ",\n    "));
}

}  // namespace

std::string write(const Run& run) {
  std::vector<std::string> rows, cells;
  for (std::size_t i = 0; i < run.cells.size(); ++i) {
    for (const Json& row : rows_of(run.cells[i], i)) rows.push_back(line(row));
    cells.push_back(line(cell_json(run.cells[i])));
  }
  const Json head = {{"schema", kSchema},           {"suite", run.suite},
                     {"seed", run.seed},            {"duration_s", json::number(run.duration_s)},
                     {"foreign", run.foreign},      {"interrupted", run.interrupted},
                     {"warnings", run.warnings},    {"environment", run.environment}};
  std::string opened_head = line(head);
  opened_head.pop_back();
  return fmt::format(
      "{{\n  \"context\": {},\n  \"benchmarks\": [\n    {}\n  ],\n  \"unblock\": {}, \"cells\": [\n    {}\n  ]}}\n}}\n",
      line(context_of(run)), joined(rows), opened_head, joined(cells));
}

}  // namespace unblock::reports::results
