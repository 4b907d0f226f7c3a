// A cell and its parts as JSON: for the file of results, and for the one that grows while a run measures (partial.h).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

/// Without the rounds that stand as rows in a file of results, unless all are asked for.
nlohmann::ordered_json cell_json(const Cell& cell, bool all_rounds = false);

/// lower, upper, count, lower, upper, count, …: a third of the size of an object per bucket.
nlohmann::ordered_json histogram_json(const std::vector<HistogramBucket>& buckets);
nlohmann::ordered_json spans_json(const std::vector<Span>& spans);

/// What is known of the run beside its cells.
nlohmann::ordered_json head_json(const Run& run);

/// The readers take what writers of today and of yesterday wrote: what is missing is empty, what contradicts itself is an
/// InputError, a broken histogram a warning.
Cell read_cell(const nlohmann::json& value, const std::string& file_name, std::vector<std::string>& warnings);
Round read_round(const nlohmann::json& value);
std::vector<HistogramBucket> read_histogram(const nlohmann::json& cell, const char* key, const std::string& where, std::vector<std::string>& warnings);
std::vector<Span> read_spans(const nlohmann::json& flat);
/// Throws InputError for a schema that this program does not know.
void read_head(const nlohmann::json& head, Run& run, const std::string& file_name);

}  // namespace unblock::reports::results
