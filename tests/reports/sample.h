// Test data, made by hand: nothing in it was measured or found. One report with a bit of everything that a page can show.
#pragma once

#include "reports/model/report.h"

namespace unblock::reports::testing {

Run sample_run();
/// The run before: asio's echo was faster then, libuv's slower, on the same machine.
Run sample_base_run();
Findings sample_findings();
Report sample_report();

/// Every text that an input can give is markup, script, or broken UTF-8.
Report hostile_report();

/// A quick suite of 22 runtimes in four languages, on which blocking calls are a hundred times slower than loops.
Report many_report();

/// About 100,000 rounds and 5,000 findings.
Report large_report();

}  // namespace unblock::reports::testing
