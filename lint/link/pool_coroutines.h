// Coroutines that run in a thread pool, where blocking is fine: spawned there, moved there by `co_await pool.schedule()`, or
// only called by such ones.
#pragma once

#include <set>

#include "lint/extract/unit.h"

namespace unblock::lint {

/// The coroutines of a unit that certainly run in pools. To be called when all hand-overs are known.
std::set<const Function*> coroutines_on_pools(const Unit& unit);

}  // namespace unblock::lint
