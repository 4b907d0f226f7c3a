// Facts as text: JSON in one line, without spaces. The same facts give the same bytes, wherever the project lies.
#pragma once

#include <string>
#include <string_view>

#include "lint/facts/facts.h"

namespace unblock::lint::facts {

/// What must be equal for the facts of two units to be joined.
struct Header {
  std::string tool;    ///< version and build of the linter
  std::string models;  ///< digest of what it knew about libraries
  std::string platform;  ///< that it ran on: sizes, macros and headers differ on another

  friend bool operator==(const Header&, const Header&) = default;
};

struct Document {
  Header header;
  Unit unit;
};

/// Paths below `root` are written relative to it.
std::string to_text(const Document& document, const std::string& root);

/// Throws reports::InputError, which names `file`, when the text is not what to_text() writes or another version of it.
Document from_text(std::string_view text, const std::string& file, const std::string& root);

}  // namespace unblock::lint::facts
