// What a history of results holds: medians by date and commit.
#pragma once

#include <map>
#include <string>

namespace unblock::reports {

/// One result that was added to a history.
struct HistoryPoint {
  std::string date;    ///< ISO 8601, UTC
  std::string commit;  ///< may be empty
  std::map<std::string, double> times_ns;  ///< by benchmark
};

}  // namespace unblock::reports
