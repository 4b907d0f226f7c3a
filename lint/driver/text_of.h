// Files that are read beside what Clang reads: sources whose lines are shown, what build tools left.
#pragma once

#include <optional>
#include <string>

#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::lint {

/// Nothing where it is no file, or cannot be read: a device has no end, and a pipe is waited for.
inline std::optional<std::string> text_of(const std::string& file) try {
  return reports::read_file(file);
} catch (const reports::InputError&) {
  return std::nullopt;
}

}  // namespace unblock::lint
