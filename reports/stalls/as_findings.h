// Stalls in the shape of findings, for SARIF: code scanning shows them where they stood.
#pragma once

#include "reports/model/finding.h"
#include "reports/model/stalls.h"

namespace unblock::reports::stalls {

Findings as_findings(const Stalls& stalls);

}  // namespace unblock::reports::stalls
