// Reading an entry of `unblock bench history`.
#pragma once

#include <string>
#include <string_view>

#include "reports/model/history.h"

namespace unblock::reports::results {

/// The times of one file of a history folder. Throws InputError where it is none, or lacks its date.
HistoryPoint read_history_point(std::string_view text, const std::string& file_name);

}  // namespace unblock::reports::results
