// Dates as results, git and people write them, made comparable: one time zone, one length.
#pragma once

#include <optional>
#include <string>

namespace unblock::bench::gate {

/// "2026-03-01T10:00:00+01:00", "2026-03-01 10:00:00 +0100", "2026-03-01T10:00Z" or "2026-03-01" as "2026-03-01T09:00:00Z"
/// and so on; without a zone it is UTC. Nothing where it is no such date.
std::optional<std::string> utc(const std::string& date);

/// For --since: a date as above, or its beginning ("2026", "2026-03"). Compares below or equal to every date that it begins.
std::optional<std::string> utc_from(const std::string& since);

}  // namespace unblock::bench::gate
