// Which files are read behind one shared beginning: those with the same flags that begin with the same headers of others.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lint/driver/source.h"

namespace unblock::lint {

struct PrefixGroup {
  std::vector<std::string> headers;  ///< as in `#include <…>`
  std::vector<std::size_t> members;  ///< indexes of sources, ascending; at least three, but for own_prefix()
};

/// What decides the choice: which headers of others a source includes first, and everything about its flags.
struct PrefixCandidate {
  std::size_t source = 0;
  std::string flags;
  std::vector<std::string> headers;
};

/// Of the sources with these indexes.
std::vector<PrefixGroup> prefix_groups(const std::vector<Source>& sources, const std::vector<std::size_t>& wanted);

/// The beginning of one source, for one that is read again and again. Nothing where it has none that may be read by itself.
std::optional<PrefixGroup> own_prefix(const Source& source);

/// The choice alone. A group's headers are all among those of each member.
std::vector<PrefixGroup> choose_groups(std::vector<PrefixCandidate> candidates);

}  // namespace unblock::lint
