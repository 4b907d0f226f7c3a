// Tidy CSV: one row per cell and metric, and one per finding, for R, pandas and spreadsheets.
#pragma once

#include <string>

#include "reports/model/report.h"

namespace unblock::reports::csv {

/// RFC 4180 with a head line. A report with results gives result rows; one with findings only gives finding rows.
std::string write(const Report& report);

}  // namespace unblock::reports::csv
