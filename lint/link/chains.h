// Chains: the ways from who runs on an event loop down to the calls that block, over a whole program.
#pragma once

#include <vector>

#include "lint/link/blocking_paths.h"
#include "lint/link/program.h"

namespace unblock::lint {

struct Chain {
  const Context* context = nullptr;  ///< of Program::contexts
  std::vector<PathStep> steps;       ///< the first is a call in the context, the last the one that blocks
};

/// For each call in a context the shortest way down from it, if there is one.
std::vector<Chain> find_chains(const Program& program, const BlockingPaths::Wanted& wanted);

}  // namespace unblock::lint
