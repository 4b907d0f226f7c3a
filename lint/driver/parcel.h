// A unit with everything that its reading needs, as one text: what `unblock-clang++ -E` writes. Programs that preprocess here and compile
// elsewhere, or keep results by what was preprocessed, take it for preprocessed text. Nothing in it has been expanded: places, macros and
// comments are those of the files, so facts made of it are the facts made here. See docs/decisions/0029.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lint/facts/format.h"

namespace unblock::lint {

struct Parcel {
  facts::Header header;                            ///< of who packed it: only its like may unpack it
  std::string source, directory, root;             ///< absolute; `root` is the project's folder
  std::vector<std::string> arguments;              ///< of the compiler, its name in front
  std::map<std::string, std::string> environment;  ///< what the compiler reads of it
  std::string checks, header_filter;
  std::vector<std::string> models;                 ///< of the command line; they lie among the files
  std::map<std::string, std::string> files;        ///< what was read, by absolute path without `.` and `..`
  std::map<std::string, std::string> really;       ///< where a file is whose path goes back over a link
  std::set<std::string> folders;                   ///< that were looked at

  /// The path by which others find a file.
  const std::string& real(const std::string& path) const {
    const auto found = really.find(path);
    return found == really.end() ? path : found->second;
  }
  std::set<std::string> seen;                      ///< files that somebody asked for, and nobody read
};

std::string parcel_text(const Parcel& parcel);

/// Whether a file begins as a parcel does.
bool is_parcel(const std::string& file);

/// Throws reports::InputError, naming `file`, for what was cut off, changed, or packed by another version or with other models.
Parcel parse_parcel(std::string_view text, const std::string& file);

}  // namespace unblock::lint
