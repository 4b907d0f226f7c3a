// Reading back what writer.cc wrote.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

/// Rounds by the cell that their rows named.
using RoundsByCell = std::map<std::size_t, std::vector<Round>>;

/// A row of "benchmarks" with an "unblock" object. Aggregates and error rows are skipped: the cell knows them.
void read_own_row(const nlohmann::json& row, RoundsByCell& rounds);

/// The run from the "unblock" object of a file, and the rounds of its rows. Throws InputError on contradictions.
Run read_own(const nlohmann::json& root, RoundsByCell rounds, const std::string& file_name);

}  // namespace unblock::reports::results
