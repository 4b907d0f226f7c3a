// A colour per runtime, the same in every chart and every report, told apart by people who see colours differently.
#pragma once

#include <string>

namespace unblock::reports::html {

struct Series {
  std::string name;       ///< what the legend says
  std::string color;      ///< "#0072b2", as a presentation attribute: it holds on pages without a style sheet
  std::string dash = "";  ///< native and uncorrected lines are dashed; empty: solid
};

/// Known runtimes have a colour of their own; any other name always gets the same of the remaining ones.
Series series_for(const std::string& runtime);

/// The colours as custom properties, light and dark. Marks are found by the colour in their attribute, so that they need
/// no class for the dark theme.
std::string palette_css();

}  // namespace unblock::reports::html
