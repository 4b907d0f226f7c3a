// Markdown (the guide's chapters, the checks' pages) as HTML. The text may come from a foreign file: raw HTML shows as
// text, pictures as their description, and only links to http, https and to this page stay links.
#pragma once

#include <string_view>

#include "reports/text/markup.h"

namespace unblock::reports::html {

/// Headings begin at <h`top_level`>; the first heading is left out when `without_title`.
text::Markup markdown(std::string_view source, unsigned top_level, bool without_title = false);

}  // namespace unblock::reports::html
