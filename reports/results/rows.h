// The rows of "benchmarks": what Google Benchmark's own tools read from a cell.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

/// One row per round that counts, then mean, median, stddev and cv; or one error row for a cell without a result.
std::vector<nlohmann::ordered_json> rows_of(const Cell& cell, std::size_t index);

/// True when the cell's rounds stand as rows; otherwise they are kept under "unblock" only.
bool has_rows(const Cell& cell);

/// One round, for the places where it is no row.
nlohmann::ordered_json round_json(const Round& round);

}  // namespace unblock::reports::results
