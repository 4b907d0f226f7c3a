// Which variables and members this unit makes handles that do not block (O_NONBLOCK, non_blocking(true)), which hold files that were
// opened, and what may carry such a handle on: copies, arguments, member initialisers.
#pragma once

#include <utility>
#include <vector>

#include "lint/extract/unit.h"

namespace unblock::lint {

struct HandleFacts {
  using Flow = std::pair<const clang::ValueDecl*, const clang::ValueDecl*>;  ///< from, to
  std::vector<const clang::ValueDecl*> nonblocking;
  std::vector<const clang::ValueDecl*> opened_files;
  std::vector<Flow> flows;
};

HandleFacts find_handles(const Unit& unit);

}  // namespace unblock::lint
