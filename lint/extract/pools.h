// What a unit itself does with pools of threads.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Whether a type is a pool of threads, or a smart pointer to one: its end waits for what runs there.
bool is_pool(const Unit& unit, clang::QualType type);

/// Whether a function is a coroutine that goes on in a pool: `co_await pool.schedule()`.
bool moves_to_pool(const Unit& unit, const Function& function);

/// pool.spawn(work()): the coroutines whose tasks a call gives to a pool.
std::vector<const clang::FunctionDecl*> tasks_given_to_pool(const Unit& unit, const CallSite& call);

}  // namespace unblock::lint
