// A chart on the page: heading, drawing, what it shows in words, and its numbers as a table.
#pragma once

#include <string>

#include "reports/html/plot.h"
#include "reports/html/table.h"

namespace unblock::reports::html {

struct Caption {
  std::string id;
  std::string title;
  std::string description;  ///< how to read it; also what a screen reader says
};

/// Nothing is drawn of an empty table.
text::Markup figure_of(const Caption& caption, const Plot& plot, const Table& numbers);
/// For a chart whose numbers stand in a table nearby, which has this id.
text::Markup figure_beside(const Caption& caption, const Plot& plot, const std::string& table_id);

}  // namespace unblock::reports::html
