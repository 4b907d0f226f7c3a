// Chains: from who runs on an event loop down to the calls that block, over a whole program, and the words for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lint/link/blocking_paths.h"
#include "lint/link/program.h"

namespace unblock::lint {

struct ChainNote {
  std::optional<CallRef> call;  ///< none: it speaks of the function itself
  Node function = 0;
  std::string text;
};

struct ChainFinding {
  CallRef call;  ///< the one in the function that runs on a loop
  std::string message;
  std::vector<ChainNote> notes;
};

std::vector<ChainFinding> find_chains(const Program& program, const BlockingPaths::Wanted& wanted);

}  // namespace unblock::lint
