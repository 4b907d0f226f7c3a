// Where coroutines run before they first suspend, and after what resumes them on a pool: facts about their calls that need the control flow.
#pragma once

#include "lint/extract/extraction.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

/// Fills facts::Call::before_suspension, after_pool and waited_for.
void mark_beginnings(const Lifetimes& lifetimes, Extraction& extraction);

}  // namespace unblock::lint
