// One field of a CSV file.
#pragma once

#include <string>

namespace unblock::reports::csv {

/// Quoted where it has to be. A field that a spreadsheet would run as a formula gets an apostrophe in front
/// (https://owasp.org/www-community/attacks/CSV_Injection).
std::string field(const std::string& raw);

}  // namespace unblock::reports::csv
