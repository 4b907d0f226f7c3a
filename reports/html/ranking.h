// The ranking of one group as a table with bars.
#pragma once

#include <set>
#include <string>

#include "reports/summary/groups.h"
#include "reports/text/markup.h"

namespace unblock::reports::html {

/// `everywhere` holds the verdicts that all cells of the run have, which are not repeated here; `id` is the table's.
text::Markup ranking(const summary::Group& group, const std::set<std::string>& everywhere, const std::string& id, bool in_full);

}  // namespace unblock::reports::html
