// The file as lines: context, one row a line, then what only Unblock knows. Rounds that Google Benchmark's tools must
// not take for results (voided ones, those of a cell that is withheld) are kept under "unblock" alone.
#include "reports/results/writer.h"

#include <fmt/format.h>

#include <optional>

#include "reports/json/parse.h"
#include "reports/results/cells.h"
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
  std::string opened_head = line(head_json(run));
  opened_head.pop_back();
  return fmt::format(
      "{{\n  \"context\": {},\n  \"benchmarks\": [\n    {}\n  ],\n  \"unblock\": {}, \"cells\": [\n    {}\n  ]}}\n}}\n",
      line(context_of(run)), joined(rows), opened_head, joined(cells));
}

}  // namespace unblock::reports::results
