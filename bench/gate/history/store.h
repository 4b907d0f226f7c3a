// A folder of results over time, one file for each: append-only, so that two jobs may write at once and a git branch or
// a CI cache can carry it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::bench::gate {

struct HistoryEntry {
  std::string file;    ///< name within the folder
  std::string commit;  ///< may be empty
  std::string date;    ///< ISO 8601, of the commit where it is known, else of the measurement
  std::map<std::string, std::string> environment;
  std::map<std::string, std::map<std::string, double>> medians;  ///< by benchmark and metric: "real_time" in ns, counters
};

struct History {
  std::vector<HistoryEntry> entries;   ///< by date, then by file name
  std::vector<std::string> broken;     ///< one sentence for each file that could not be read
};

/// Adds one file, never changes one. Its name holds date, commit and a digest of the content, so that the same result
/// added twice is one file. Returns the name. Throws reports::InputError.
std::string add_to_history(const std::string& folder, const reports::Run& run, const std::string& commit, const std::string& date);

/// One file of the folder. Throws reports::InputError, with `name` in its sentence.
HistoryEntry read_entry(std::string_view text, const std::string& name);

/// Entries from `since` on (a date, or its beginning: "2026-03"); empty: all. Throws reports::InputError where there is no
/// such folder.
History read_history(const std::string& folder, const std::string& since);

}  // namespace unblock::bench::gate
