// What a watched program did, beside what the linter said of it.
#pragma once

#include "reports/model/report.h"
#include "reports/text/markup.h"

namespace unblock::reports::html {

/// A sentence for each watched run, for the overview.
text::Markup stalls_lines(const Report& report);

/// Nothing where no input was watched.
text::Markup stalls_section(const Report& report);

/// Each loop's longest turns over time with its stalls in them; `prefix` makes ids unique.
text::Markup stall_timeline(const Stalls& stalls, const std::string& prefix);

}  // namespace unblock::reports::html
