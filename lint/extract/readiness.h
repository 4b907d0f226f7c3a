// Readiness: handlers that run, and coroutines that go on, when a handle is ready. What reads or writes it there does not wait.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Whether a call waits for a handle to become ready (a model's `readiness`).
bool is_readiness(const Unit& unit, const CallSite& call);

/// Whether a function suspends in such a call.
bool awaits_readiness(const Unit& unit, const Function& function);

/// Whether the function has asked before a call which handles are ready: `poll(…) > 0`, then `recv`.
bool asks_readiness_before(const Unit& unit, const CallSite& call);

/// Whether a function's own code asks if an operation would have blocked (EAGAIN, would_block): its handle does not block.
bool expects_would_block(const Unit& unit, const Function& function);

}  // namespace unblock::lint
