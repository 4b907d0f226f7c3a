// Writing cells. Reading them back is own.cc.
#include "reports/results/cells.h"

#include "reports/json/parse.h"
#include "reports/results/names.h"
#include "reports/results/rows.h"
#include "reports/results/writer.h"

namespace unblock::reports::results {
namespace {

using Json = nlohmann::ordered_json;

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

}  // namespace

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

Json cell_json(const Cell& cell, bool all_rounds) {
  Json value = identity_json(cell);
  value["metrics"] = intervals_json(cell.metrics);
  value["verdicts"] = verdicts_json(cell.verdicts);
  const bool rows_hold_rounds = !all_rounds && has_rows(cell);
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

Json head_json(const Run& run) {
  Json head = {{"schema", kSchema}, {"suite", run.suite}, {"seed", run.seed}, {"duration_s", json::number(run.duration_s)}, {"foreign", run.foreign}, {"interrupted", run.interrupted}, {"warnings", run.warnings}, {"environment", run.environment}};
  if (!run.settings.empty()) head["settings"] = run.settings;
  return head;
}

}  // namespace unblock::reports::results
