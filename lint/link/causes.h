// One mistake is one finding. Where several ways lead from event loops to one call, that call is what has to change, and it is named
// once; a single way is named where it begins, in the code that runs on the loop.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "lint/link/chain_words.h"
#include "lint/link/chains.h"

namespace unblock::lint {

/// Whether a comment or an option silences what is found at a call.
using Silenced = std::function<bool(const facts::Call& call)>;

/// What to report of these chains. The cause of one is its deepest call in the project's own files; a chain that has none is somebody
/// else's business. A chain that is silenced, at its beginning or at its cause, is as if it were not there.
std::vector<ChainFinding> find_causes(const Program& program, const std::vector<Chain>& chains, const std::set<std::string>& own_files,
                                      const Silenced& silenced);

}  // namespace unblock::lint
