// Rows are taken out of the JSON while it is parsed: a file with a million rows is read without holding them twice.
#include "reports/results/reader.h"

#include <fmt/format.h>

#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/results/foreign.h"
#include "reports/results/own.h"

namespace unblock::reports::results {

using Value = nlohmann::json;

Run read(std::string_view text, const std::string& file_name) {
  ForeignRows foreign;
  RoundsByCell own;
  bool in_rows = false, has_own_rows = false, has_rows = false;
  const auto take_row = [&](int depth, Value::parse_event_t event, Value& parsed) {
    if (depth == 1 && event == Value::parse_event_t::key) in_rows = parsed == "benchmarks";
    if (!in_rows) return true;
    if (depth == 1 && event == Value::parse_event_t::array_end) has_rows = true;
    if (depth != 2 || event != Value::parse_event_t::object_end) return true;
    const bool is_own = parsed.contains("unblock");
    has_own_rows = has_own_rows || is_own;
    is_own ? read_own_row(parsed, own) : foreign.add(parsed, file_name);
    return false;
  };
  const Value root = unblock::reports::json::parse(text, file_name, take_row);
  if (!root.is_object() || (!has_rows && !root.contains("unblock"))) {
    throw InputError(fmt::format(
        "cannot read '{}': it is JSON, but neither Google Benchmark's (no \"benchmarks\") nor "
        "SARIF (no \"runs\")",
        file_name));
  }
  if (root.contains("unblock")) return read_own(root, std::move(own), file_name);
  if (has_own_rows) {
    throw InputError(fmt::format(
        "cannot read '{}': its rows are Unblock's, but the part \"unblock\" that explains them "
        "is missing",
        file_name));
  }
  return foreign.finish(unblock::reports::json::object_at(root, "context"), file_name);
}

}  // namespace unblock::reports::results
