#include "reports/results/history.h"

#include <fmt/format.h>

#include "reports/json/parse.h"
#include "reports/model/comparison.h"
#include "reports/model/error.h"

namespace unblock::reports::results {

HistoryPoint read_history_point(std::string_view text, const std::string& file_name) {
  const nlohmann::json root = json::parse(text, file_name);
  if (!root.is_object() || json::number_at(root, "unblock_history") != 1) {
    throw InputError(fmt::format("cannot read '{}': it was not written by 'unblock bench history add'", file_name));
  }
  HistoryPoint point;
  point.date = json::text_at(root, "date");
  point.commit = json::text_at(root, "commit");
  for (const auto& [name, metrics] : json::object_at(root, "benchmarks").items()) {
    const double time = metrics.is_object() ? json::number_at(metrics, kRealTime) : 0;
    if (time > 0) point.times_ns[name] = time;
  }
  if (point.date.size() < 10) throw InputError(fmt::format("cannot read '{}': the history's entry has no date", file_name));
  return point;
}

}  // namespace unblock::reports::results
