// One finding as a line that opens: its chain, the code around it, what to do instead.
#pragma once

#include <map>

#include "reports/model/finding.h"
#include "reports/stalls/join.h"
#include "reports/text/markup.h"
#include "reports/text/names.h"

namespace unblock::reports::html {

using Prices = std::map<const Finding*, stalls::Price>;

struct FindingStyle {
  bool short_chain = false;  ///< the steps of a chain name their places, without the code there
  std::string_view state = {};  ///< "new", "fixed", …; empty: as it stands in the finding
};

/// "src/a.cc:12:3"
std::string place(const Location& location);

text::Markup finding_entry(const Finding& finding, const FindingStyle& style, const Prices& prices, text::Names& ids);

}  // namespace unblock::reports::html
