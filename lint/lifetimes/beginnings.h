// Where coroutines run before they first suspend: facts about their calls that need the control flow.
#pragma once

#include "lint/extract/extraction.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

/// Fills facts::Call::before_suspension and waited_for.
void mark_beginnings(const Lifetimes& lifetimes, Extraction& extraction);

}  // namespace unblock::lint
