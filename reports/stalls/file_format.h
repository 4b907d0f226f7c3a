// What `unblock watch` writes and `unblock report` reads: JSON whose first key is "unblock_watch". docs/watch.md describes it.
#pragma once

#include <string>
#include <string_view>

#include "reports/model/stalls.h"

namespace unblock::reports::stalls {

inline constexpr unsigned kVersion = 1;

/// Whether a text, of which the head is enough, is such a file.
bool looks_like_stalls(std::string_view text);

std::string write(const Stalls& stalls);

/// Throws InputError, which names the file, when the text is not such a file.
Stalls read(const std::string& text, const std::string& file_name);

}  // namespace unblock::reports::stalls
