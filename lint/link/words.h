// The words that the messages of all checks share.
#pragma once

#include <string>

namespace unblock::lint {

/// Stands between what is wrong and what to do instead in every message.
inline constexpr const char* kInsteadMark = "; instead: ";

/// `text` with every `{name}` replaced.
std::string fill_name(std::string text, const std::string& name);

/// "; instead: …", or nothing where nothing is known.
std::string instead_clause(const std::string& instead, const std::string& name);

}  // namespace unblock::lint
