// The guide's chapters, which travel inside the program: what a workload shows, and which checks belong to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/text/markup.h"

namespace unblock::reports::html {

struct Chapter {
  std::string id;     ///< "guide-overlap", for links
  std::string title;
  std::string idea;   ///< its first paragraph: two sentences
  std::vector<std::string> workloads;
  std::vector<std::string> checks;
  std::string_view text;  ///< Markdown
};

/// In the order of their file names.
const std::vector<Chapter>& chapters();

/// Null when no chapter speaks of it.
const Chapter* chapter_of_workload(const std::string& workload);
const Chapter* chapter_of_check(const std::string& check);

/// The chapters that are named by `wanted`, as a section of the page.
text::Markup guide_section(const std::vector<const Chapter*>& wanted);

}  // namespace unblock::reports::html
