// Text that stays text in GitHub's Markdown: no markup, no mention, no link, no new cell of a table.
#pragma once

#include <cstddef>
#include <string>

namespace unblock::reports::markdown {

/// Cut after `limit` bytes.
std::string plain(const std::string& text, std::size_t limit = 300);

}  // namespace unblock::reports::markdown
