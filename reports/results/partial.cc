// The lines are short: what a results file says once, they say once.
#include "reports/results/partial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/model/histogram.h"
#include "reports/results/cells.h"
#include "reports/results/rows.h"

namespace unblock::reports::results {
namespace {

using Value = nlohmann::json;
using Json = nlohmann::ordered_json;
using unblock::reports::json::array_at;
using unblock::reports::json::flag_at;
using unblock::reports::json::number_at;
using unblock::reports::json::object_at;
using unblock::reports::json::text_at;
using unblock::reports::json::line;

Json number_json(double value) { return unblock::reports::json::number(value); }

constexpr std::string_view kBegin = R"({"unblock_partial":)";

void record_one(Run& run, const Measured& event) {
  Cell& cell = run.cells.at(event.cell);
  cell.rounds.push_back(event.round);
  cell.operations_per_iteration = event.operations_per_iteration;
  cell.configuration = event.configuration;
  merge(cell.latency, event.latency);
  merge(cell.latency_uncorrected, event.latency_uncorrected);
  if (!event.spans.empty()) cell.spans = event.spans;
}

/// Rounds that came off stay, unless another one did other work than it claims.
void record_one(Run& run, const Failed& event) {
  Cell& cell = run.cells.at(event.cell);
  if (cell.rounds.empty() || event.wrong_work) cell.status = CellStatus::failed;
  cell.reason = (event.wrong_work ? "wrong work: " : "") + event.reason;
}

void record_one(Run& run, const Counted& event) {
  for (const auto& [name, value] : event.metrics) run.cells.at(event.cell).metrics[name] = {value, value, value};
}

void record_one(Run& run, const Voided& event) {
  const std::set<unsigned> indexes(event.rounds.begin(), event.rounds.end());
  for (Cell& cell : run.cells) {
    for (Round& round : cell.rounds) round.voided = round.voided || indexes.contains(round.index);
  }
  run.warnings.push_back(event.why);
}

Json json_of(const Measured& event) {
  return {{"measured", event.cell},
          {"round", round_json(event.round)},
          {"operations_per_iteration", number_json(event.operations_per_iteration)},
          {"latency", histogram_json(event.latency)},
          {"latency_uncorrected", histogram_json(event.latency_uncorrected)},
          {"spans", spans_json(event.spans)},
          {"configuration", event.configuration}};
}

Json json_of(const Failed& event) { return {{"failed", event.cell}, {"reason", event.reason}, {"wrong_work", event.wrong_work}}; }

Json json_of(const Counted& event) {
  Json metrics = Json::object();
  for (const auto& [name, value] : event.metrics) metrics[name] = number_json(value);
  return {{"counted", event.cell}, {"metrics", metrics}};
}

Json json_of(const Voided& event) { return {{"voided", event.rounds}, {"why", event.why}}; }

class PartialReader {
 public:
  explicit PartialReader(const std::string& file_name) : file_name_(file_name) {
    run_.source = file_name;
    run_.interrupted = true;
  }

  void line(std::string_view text) {
    ++number_;
    const std::optional<Value> value = unblock::reports::json::try_parse(text);
    if (!value || !value->is_object()) refuse("it is not JSON");
    if (number_ == 1) {
      take_head(*value);
    } else if (value->contains("cell")) {
      run_.cells.push_back(read_cell(object_at(*value, "cell"), file_name_, run_.warnings));
    } else {
      run_.duration_s = std::max(run_.duration_s, number_at(*value, "elapsed_s"));
      record(run_, event(*value));
    }
  }

  Run finish() { return std::move(run_); }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw InputError(fmt::format("cannot read '{}': line {}: {}", file_name_, number_, why));
  }

  void take_head(const Value& value) {
    read_head(object_at(value, "head"), run_, file_name_);
    run_.date = text_at(value, "date");
    run_.interrupted = true;
  }

  std::size_t cell_in(const Value& value, const char* key) const {
    const double index = number_at(value, key, -1);
    if (!(index >= 0 && index < static_cast<double>(run_.cells.size())) || index != std::floor(index)) refuse("it is of a cell that is missing");
    return static_cast<std::size_t>(index);
  }

  Event event(const Value& value) {
    if (value.contains("measured")) return measured(value);
    if (value.contains("failed")) return Failed{cell_in(value, "failed"), text_at(value, "reason"), flag_at(value, "wrong_work")};
    if (value.contains("counted")) {
      Counted counted{cell_in(value, "counted"), {}};
      for (const auto& [name, number] : object_at(value, "metrics").items()) {
        if (number.is_number()) counted.metrics[name] = number.get<double>();
      }
      return counted;
    }
    if (!value.contains("voided")) refuse("it says nothing that this program knows");
    Voided voided{{}, text_at(value, "why")};
    for (const Value& index : array_at(value, "voided")) {
      if (index.is_number_unsigned()) voided.rounds.push_back(index.get<unsigned>());
    }
    return voided;
  }

  Measured measured(const Value& value) {
    Measured event;
    event.cell = cell_in(value, "measured");
    event.round = read_round(object_at(value, "round"));
    event.operations_per_iteration = number_at(value, "operations_per_iteration", 1);
    const std::string& name = run_.cells[event.cell].name;
    event.latency = read_histogram(value, "latency", name, run_.warnings);
    event.latency_uncorrected = read_histogram(value, "latency_uncorrected", name, run_.warnings);
    event.spans = read_spans(array_at(value, "spans"));
    for (const auto& [key, text] : object_at(value, "configuration").items()) {
      if (text.is_string()) event.configuration[key] = text.get<std::string>();
    }
    return event;
  }

  const std::string& file_name_;
  Run run_;
  std::size_t number_ = 0;
};

}  // namespace

void record(Run& run, const Event& event) {
  std::visit([&](const auto& one) { record_one(run, one); }, event);
}

std::string partial_head(const Run& run) {
  std::string lines = line(Json{{"unblock_partial", 1}, {"date", run.date}, {"head", head_json(run)}}) + '\n';
  for (const Cell& cell : run.cells) lines += line(Json{{"cell", cell_json(cell, true)}}) + '\n';
  return lines;
}

std::string partial_line(const Event& event, double elapsed_s) {
  Json value = std::visit([](const auto& one) { return json_of(one); }, event);
  value["elapsed_s"] = number_json(elapsed_s);
  return line(value) + '\n';
}

bool is_partial(std::string_view text) { return text.starts_with(kBegin); }

Run read_partial(std::string_view text, const std::string& file_name) {
  PartialReader reader(file_name);
  bool any = false;
  for (std::size_t from = 0, end; (end = text.find('\n', from)) != text.npos; from = end + 1) {
    reader.line(text.substr(from, end - from));
    any = true;
  }
  if (!any) throw InputError(fmt::format("cannot read '{}': it ends within its first line", file_name));
  return reader.finish();
}

}  // namespace unblock::reports::results
