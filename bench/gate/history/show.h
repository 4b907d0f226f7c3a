// What a history tells: each level that changed, with commit, date and effect.
#pragma once

#include <string>
#include <vector>

#include "bench/gate/history/store.h"
#include "bench/gate/rules.h"

namespace unblock::bench::gate {

struct HistoryChange {
  std::string benchmark, metric;
  double before = 0, after = 0;  ///< geometric means of the levels; times in ns
  double p = 1;
  std::string commit, date;      ///< of the first result at the new level
  std::string last_commit, last_date;  ///< of the last one at the old level
  std::vector<std::string> environment;  ///< what else changed between the two: "kernel: 'a', then 'b'"
};

struct HistoryOptions {
  Rules rules;
  std::string filter;
  std::string since;           ///< as the user gave it, for the words
  double least_change = 0.02;  ///< 0.02: levels that differ by 2 %
};

/// In the order of their dates.
std::vector<HistoryChange> changes_in(const History& history, const HistoryOptions& options);

std::string history_text(const History& history, const std::vector<HistoryChange>& changes, const HistoryOptions& options);
std::string history_json(const History& history, const std::vector<HistoryChange>& changes);

}  // namespace unblock::bench::gate
