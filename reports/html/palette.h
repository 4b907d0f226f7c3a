// A colour per runtime, the same in every chart and every report, told apart by people who see colours differently.
#pragma once

#include <string>

#include "reports/text/markup.h"

namespace unblock::reports::html {

struct Series {
  std::string name;        ///< what the legend says
  std::string color;       ///< "#0072b2": the presentation attribute, for pages without a style sheet
  std::string fill_class;  ///< lets the style sheet give the dark theme's colour
  std::string line_class;
  std::string dash;        ///< native and uncorrected lines are dashed; empty: solid
};

/// Known runtimes have a place of their own; any other name always gets the same of the remaining colours.
Series series_for(const std::string& runtime);

/// The colours as custom properties, light and dark, and the classes that use them.
std::string palette_css();

}  // namespace unblock::reports::html
