// Google Benchmark's own JSON: rows of any version of it, grouped into cells.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

/// Collects rows one by one, so that a long file need not be held as JSON.
class ForeignRows {
 public:
  void add(const nlohmann::json& row, const std::string& file_name);

  /// The cells in the order of their first rows, each with its metrics summed up.
  Run finish(const nlohmann::json& context, const std::string& file_name);

 private:
  struct Aggregates {
    std::map<std::string, std::map<std::string, double>> by_name;  ///< "mean" → metric → value
    double repetitions = 0;
  };

  std::size_t cell_for(const nlohmann::json& row, const std::string& run_name);
  void add_fit(const nlohmann::json& row, const std::string& family);

  Run run_;
  std::map<std::string, std::vector<std::pair<std::string, std::size_t>>> index_;  ///< by name: its numbers and their cells
  std::map<std::string, std::string> fits_;  ///< by family: what BigO and RMS say
  std::map<std::size_t, Aggregates> aggregates_;
};

}  // namespace unblock::reports::results
