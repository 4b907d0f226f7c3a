// Which headers of others a file reads before anything else, told from its text.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace unblock::lint {

struct IncludeRules {
  struct Folder {
    std::string path;
    bool is_system = false;
  };
  std::vector<Folder> folders;  ///< of -I and -isystem, in order
  std::function<bool(const std::string& path)> is_foreign;  ///< whether a header below one of -I is not the project's
};

/// Names as in `#include <…>`, in order, each once. Goes through comments, include guards and #include lines, and into headers of the project. Ends at the first line that could
/// change what a later header means: another directive, or code of a header that defines macros or adds to `std`.
std::vector<std::string> leading_includes(const std::string& file, const IncludeRules& rules);

}  // namespace unblock::lint
