// A data file inside the executable, as cmake/embed.cmake puts it there.
#pragma once

#include <string_view>

namespace unblock::embedded {

struct File {
  std::string_view path;  ///< relative to the BASE folder given to unblock_embed()
  std::string_view text;  ///< the file's bytes
};

}  // namespace unblock::embedded
