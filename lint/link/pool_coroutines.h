// Coroutines that run in a thread pool, where blocking is fine: spawned there, moved there by `co_await pool.schedule()`, or
// only called by such ones.
#pragma once

#include "lint/link/program.h"

namespace unblock::lint {

/// The coroutines that certainly run in pools. To be called when all hand-overs are known.
std::set<Node> coroutines_on_pools(Program& program);

}  // namespace unblock::lint
