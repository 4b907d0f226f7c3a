// The page: one HTML file that opens anywhere, complete without script and without style sheet.
#pragma once

#include <string>

#include "reports/model/report.h"

namespace unblock::reports::html {

std::string write(const Report& report);

}  // namespace unblock::reports::html
